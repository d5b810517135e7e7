#!/usr/bin/env python3
"""Checks that every sentence the program can say is there, in both languages, and used.

labels.py SOURCE_ROOT [--stamp FILE --depfile FILE]

Names a key:
  templates   {{#t}}key{{/t}}; {{#t}}state.{{code}}{{/t}} names every key that begins with "state."
  C           the key of FAULT, fault_set, fault_field, T_("key"), T_KEY("key"), key = "a.key";
              T_PREFIX("state.") names every key that begins so
A key named and missing in zh.txt or en.txt fails, and so does a key nobody names (a key that is
some other string of the C code counts as named). Words that frighten or say nothing are refused.
Tests (*_test.c) are not read.
"""
import argparse
import os
import re
import sys

BANNED = ("系统繁忙", "非法", "请勿", "格式错误", "工单", "流水号", "！")
SENTENCE_MEAN_MAX = 30  # characters, ux.md U18
HAN_SHARE_MAX = 0.10    # of the English catalogue, ux.md U17
HAN = re.compile("[\u3400-\u9fff]")
KEY = re.compile(r"[A-Za-z0-9._-]+")
STRING = r'"((?:[^"\\]|\\.)*)"'
SENTENCE_TAG = re.compile(r"\{\{#\s*t\s*\}\}(.*?)\{\{/\s*t\s*\}\}", re.S)
# function or macro: which argument holds the key
CALLS = {"FAULT": 2, "fault_set": 2, "fault_field": 2, "T_": 0, "T_KEY": 0, "T_PREFIX": 0,
         "run_mistake": 2}
CALL = re.compile(r"\b(" + "|".join(CALLS) + r")\(")
ASSIGNED = re.compile(r'\bkey\s*=\s*((?:[^;,"(){}]|"[^"]*")*)')
COMMENT_OR_STRING = re.compile(r'//[^\n]*|/\*.*?\*/|' + STRING + r"|'(?:[^'\\]|\\.)*'", re.S)


class Problems(list):
    def add(self, place, what):
        self.append(f"{place}: {what}")


def walk(root, top, suffixes):
    folders, files = [], []
    for folder, names, leaves in os.walk(os.path.join(root, top)):
        names[:] = sorted(n for n in names if not n.startswith((".", "__")))
        folders.append(folder)
        files += [os.path.join(folder, f) for f in sorted(leaves) if f.endswith(suffixes)]
    return folders, files


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def catalogue_files(root, lang):
    """zh.txt, and one file a topic beside it: zh/web.txt ..."""
    folder = os.path.join(root, "data/i18n", lang)
    names = os.listdir(folder) if os.path.isdir(folder) else []
    topics = [os.path.join(folder, f) for f in sorted(names) if f.endswith(".txt")]
    return [folder + ".txt"] + topics


def read_catalogue(paths, problems):
    """{key: (text, place)}; the same rules as src/i18n/i18n.c."""
    words = {}
    for path in paths:
        read_one(path, words, problems)
    return words


def read_one(path, words, problems):
    for number, line in enumerate(read(path).split("\n"), 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        place = f"{path}:{number}"
        key, equals, text = line.partition("=")
        key, text = key.strip(), text.strip()
        if not equals or not text or not KEY.fullmatch(key):
            problems.add(place, "is no line \"key = text\"")
        elif re.search(r"\\(?![n\\])", text.replace("\\\\", "")):
            problems.add(place, "a backslash stands before n or another backslash only")
        elif key in words:
            problems.add(place, f"{key} is there twice")
        else:
            words[key] = (text, place)


def without_comments(source):
    """Comments out, line numbers kept; strings stay."""
    def keep(m):
        if m.group(0).startswith(("//", "/*")):
            return "\n" * m.group(0).count("\n")
        return m.group(0)
    return COMMENT_OR_STRING.sub(keep, source)


def arguments(source, at):
    """The arguments of the call whose bracket opened just before at."""
    parts, depth, start, i = [], 1, at, at
    while i < len(source) and depth:
        m = COMMENT_OR_STRING.match(source, i)
        if m:
            i = m.end()
            continue
        c = source[i]
        depth += c in "([{"
        depth -= c in ")]}"
        if (c == "," and depth == 1) or depth == 0:
            parts.append(source[start:i])
            start = i + 1
        i += 1
    return parts


class Used:
    """Which keys are named, and where first."""

    def __init__(self):
        self.keys, self.prefixes, self.mentioned = {}, {}, set()

    def key(self, key, place):
        self.keys.setdefault(key, place)

    def prefix(self, prefix, place):
        self.prefixes.setdefault(prefix, place)

    def has(self, key):
        return (key in self.keys or key in self.mentioned
                or any(key.startswith(p) for p in self.prefixes)
                or (key.endswith("_one") and self.has(key[:-4])))


def scan_c(path, used):
    source = without_comments(read(path))
    # names and brackets are looked for where strings are blotted out
    plain = re.sub(STRING, lambda m: '"' + "x" * (len(m.group(0)) - 2) + '"', source)
    for m in CALL.finditer(plain):
        line = source.count("\n", 0, m.start()) + 1
        if source[source.rfind("\n", 0, m.start()) + 1:m.start()].lstrip().startswith("#define"):
            continue
        parts = arguments(source, m.end())
        index = CALLS[m.group(1)]
        for key in re.findall(STRING, parts[index]) if len(parts) > index else []:
            (used.prefix if m.group(1) == "T_PREFIX" else used.key)(key, f"{path}:{line}")
    for m in ASSIGNED.finditer(plain):
        place = f"{path}:{source.count(chr(10), 0, m.start()) + 1}"
        for key in re.findall(STRING, source[m.start(1):m.end(1)]):
            if "." in key:
                used.key(key, place)
    used.mentioned.update(re.findall(STRING, source))


def scan_template(path, used, problems):
    source = read(path)
    for m in SENTENCE_TAG.finditer(source):
        place = f"{path}:{source.count(chr(10), 0, m.start()) + 1}"
        key = m.group(1).strip()
        fixed, built, _ = key.partition("{{")
        if not built:
            used.key(key, place)
        elif fixed:
            used.prefix(fixed.strip(), place)
    said = re.sub(r"\{\{!.*?\}\}", lambda m: "\n" * m.group(0).count("\n"), source, flags=re.S)
    for number, line in enumerate(said.split("\n"), 1):
        if HAN.search(line) and 'lang="zh-CN"' not in line:
            problems.add(f"{path}:{number}", "words belong into data/i18n, or mark them "
                         "lang=\"zh-CN\" on the same line")


def check_pairs(zh, en, names, problems):
    for here, there, name in ((zh, en, names[1]), (en, zh, names[0])):
        for key, (_, line) in here.items():
            one = key.endswith("_one") and key[:-4] in there  # English counts one apart
            if key not in there and not one:
                problems.add(name, f"{key} is missing (the other language has it)")


def check_used(used, zh, names, problems):
    for key, place in sorted(used.keys.items()):
        if key not in zh:
            problems.add(place, f"no sentence for {key}: add it to {names[0]} and {names[1]}")
    for prefix, place in sorted(used.prefixes.items()):
        if not any(key.startswith(prefix) for key in zh):
            problems.add(place, f"no sentence begins with {prefix}: add some to {names[0]}")
    for key, (_, line) in zh.items():
        if not used.has(key):
            problems.add(line, f"{key} is used nowhere: take it out")


def sentences(words):
    """Lengths in characters, without the names of values."""
    for text, _ in words.values():
        text = re.sub(r"\{\{.*?\}\}", "", text.replace("\\n", "\n"))
        yield from (len(s.strip()) for s in re.split("[。？；\n]", text) if s.strip())


def check_words(zh, en, names, problems):
    for key, (text, line) in zh.items():
        for word in BANNED:
            if word in text:
                problems.add(line, f"{key} says {word}")
    lengths = list(sentences(zh))
    mean = sum(lengths) / max(1, len(lengths))
    if mean > SENTENCE_MEAN_MAX:
        problems.add(names[0], f"mean sentence of {mean:.1f} characters, over {SENTENCE_MEAN_MAX}")
    letters = "".join(text for text, _ in en.values())
    share = len(HAN.findall(letters)) / max(1, len(letters))
    if share > HAN_SHARE_MAX:
        problems.add(names[1], f"{share:.0%} Chinese characters")
    return mean


def main():
    p = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    p.add_argument("root")
    p.add_argument("--stamp")
    p.add_argument("--depfile")
    a = p.parse_args()
    problems, used = Problems(), Used()
    names = [os.path.join(a.root, "data/i18n", f) for f in ("zh.txt", "en.txt")]
    sources = [catalogue_files(a.root, lang) for lang in ("zh", "en")]
    zh, en = (read_catalogue(s, problems) for s in sources)
    folders, files = walk(a.root, "src", (".c", ".h", ".mustache"))
    files = [f for f in files if not f.endswith("_test.c")]
    for path in files:
        if path.endswith(".mustache"):
            scan_template(path, used, problems)
        else:
            scan_c(path, used)
    check_pairs(zh, en, names, problems)
    check_used(used, zh, names, problems)
    mean = check_words(zh, en, names, problems)

    for line in problems:
        print("labels: " + line, file=sys.stderr)
    if problems:
        sys.exit(1)
    print(f"labels: {len(zh)} keys in two languages, mean sentence {mean:.1f} characters")
    if a.depfile:
        with open(a.depfile, "w", encoding="utf-8") as f:
            f.write(f"{a.stamp}: " + " ".join(folders + files + sources[0] + sources[1]) + "\n")
    if a.stamp:
        with open(a.stamp, "w", encoding="utf-8"):
            pass


if __name__ == "__main__":
    main()
