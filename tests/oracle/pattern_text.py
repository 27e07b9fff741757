"""Texts that a model's pattern accepts, made by walking the parsed expression."""
import re

try:
    from re import _parser as parser  # Python 3.11 and later
except ImportError:
    import sre_parse as parser

# The last three stand in patterns of older botocores only.
PROPERTIES = {r"\p{L}": "a-zA-Zö名", r"\p{Z}": " ", r"\p{N}": "0-9"}
PROPERTIES |= {r"\p{M}": "a", r"\p{S}": "+", r"\p{P}": "!"}


def python_form(pattern):
    """Java's \\p{L} and the like, which Python's re does not know; they stand inside classes only."""
    for name, members in PROPERTIES.items():
        pattern = pattern.replace(name, members)
    return pattern


def members_of(ranges):
    found = []
    for kind, value in ranges:
        name = str(kind)
        if name == "LITERAL":
            found.append(value)
        elif name == "RANGE":
            first, last = value
            found += [first, last] + list(range(max(first, 0x61), min(last, 0x7A) + 1))
        elif name == "CATEGORY":
            digits, words = "DIGIT" in str(value), "WORD" in str(value)
            found += [ord(c) for c in ("0189" if digits else "azAZ09" if words else "ab-c")]
    return found


def walk(tree, random, more):
    text = ""
    for kind, value in tree:
        name = str(kind)
        if name == "LITERAL":
            text += chr(value)
        elif name == "ANY":
            text += "x"
        elif name == "IN":
            text += chr(random.choice(members_of(value)))
        elif name == "BRANCH":
            text += walk(random.choice(value[1]), random, more)
        elif name == "SUBPATTERN":
            text += walk(value[3], random, more)
        elif name in ("MAX_REPEAT", "MIN_REPEAT"):
            least, most, inner = value
            count = random.randint(int(least), min(int(most), int(least) + 1 + more))
            text += "".join(walk(inner, random, more) for _ in range(count))
        elif name != "AT":
            raise ValueError(f"{name} in a pattern")
    return text


def text_for(pattern, least, most, random):
    form = python_form(pattern)
    tree, whole = parser.parse(form), re.compile(form)
    for attempt in range(3000):
        text = walk(tree, random, attempt // 30)
        if least <= len(text) <= most and whole.fullmatch(text):
            return text
    raise ValueError(f"no text of {least} to {most} characters found for {pattern}")
