"""Facts of the CircleCI platform that change with time: each module names its source and the day it was true."""
