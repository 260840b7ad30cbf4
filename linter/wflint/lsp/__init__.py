"""The language server: what editors are told of the configs that are open in them."""
