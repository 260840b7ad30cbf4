import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.representer.Representer;

/**
 * What SnakeYAML makes of texts: one base64 text a line in, one JSON value a line out.
 *
 * A text that loads gives {"data": VALUE}; one that does not gives {"error": TEXT, "offset": NUMBER or null}.
 * In VALUE a scalar is [TYPE, TEXT], a list ["list", VALUE...] and a map ["map", [KEY, VALUE]...] in SnakeYAML's order;
 * what contains itself is ["cycle"].
 */
public class Oracle {
    public static void main(String[] arguments) throws Exception {
        var input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
        var output = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            var text = new String(Base64.getDecoder().decode(line), StandardCharsets.UTF_8);
            output.println(answer(text));
        }
        output.flush();
    }

    private static String answer(String text) {
        var limits = new LoaderOptions();
        limits.setMaxAliasesForCollections(Integer.MAX_VALUE);
        limits.setNestingDepthLimit(1000);
        limits.setCodePointLimit(Integer.MAX_VALUE);
        // Dates stay text, as the config compiler prints them.
        var constructor = new SafeConstructor(limits) {
            {
                yamlConstructors.put(Tag.TIMESTAMP, new ConstructYamlStr());
            }
        };
        try {
            var options = new DumperOptions();
            var json = new StringBuilder();
            write(new Yaml(constructor, new Representer(options), options, limits).load(text), json,
                new IdentityHashMap<>());
            return "{\"data\": " + json + "}";
        } catch (MarkedYAMLException error) {
            var mark = error.getProblemMark();
            return "{\"error\": " + quoted(error.getMessage()) + ", \"offset\": "
                + (mark == null ? "null" : mark.getIndex()) + "}";
        } catch (RuntimeException | StackOverflowError error) {
            return "{\"error\": " + quoted(error.toString()) + ", \"offset\": null}";
        }
    }

    private static void write(Object value, StringBuilder json, IdentityHashMap<Object, Boolean> open) {
        if (value instanceof Map<?, ?> || value instanceof List<?>) {
            if (open.put(value, true) != null) {
                json.append("[\"cycle\"]");
                return;
            }
            if (value instanceof Map<?, ?> map) {
                json.append("[\"map\"");
                map.forEach((key, item) -> {
                    json.append(", [");
                    write(key, json, open);
                    json.append(", ");
                    write(item, json, open);
                    json.append("]");
                });
            } else {
                json.append("[\"list\"");
                ((List<?>) value).forEach(item -> {
                    json.append(", ");
                    write(item, json, open);
                });
            }
            json.append("]");
            open.remove(value);
            return;
        }
        json.append("[").append(quoted(type(value))).append(", ").append(quoted(text(value))).append("]");
    }

    private static String type(Object value) {
        if (value == null) {
            return "null";
        }
        if (value instanceof Boolean) {
            return "bool";
        }
        if (value instanceof Integer || value instanceof Long || value instanceof java.math.BigInteger) {
            return "int";
        }
        if (value instanceof Number) {
            return "float";
        }
        if (value instanceof byte[]) {
            return "binary";
        }
        return value instanceof String ? "str" : value.getClass().getSimpleName();
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes ? Base64.getEncoder().encodeToString(bytes) : String.valueOf(value);
    }

    private static String quoted(String text) {
        var json = new StringBuilder("\"");
        for (char letter : text.toCharArray()) {
            if (letter < ' ' || letter > '~' || letter == '"' || letter == '\\') {
                json.append(String.format("\\u%04x", (int) letter));
            } else {
                json.append(letter);
            }
        }
        return json.append('"').toString();
    }
}
