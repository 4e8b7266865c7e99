#!/usr/bin/env python3
"""Checks that every text for people can be translated.

  tests/tools/translations.py            checks, and prints the numbers
  tests/tools/translations.py --list     prints every text that is not marked, also the allowed ones

It fails on

  - a text in a context that the program never asks for: lupdate files it there, and no translation of it is
    ever shown;
  - a text with a number that doesn't name both forms of its words: "%n project(s) (was/were) found";
  - a text for people that is not marked, unless tests/tools/unmarked.txt allows it with a reason.

core/sandbox is left out: it speaks as the services do.
"""
import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
FOLDERS = ['app', 'core', 'ui']
LEFT_OUT = 'core/sandbox/'
ALLOWED = 'tests/tools/unmarked.txt'


# ---- Source files ---------------------------------------------------------------------------------

def sources():
    for folder in FOLDERS:
        for parent, _, names in sorted(os.walk(os.path.join(ROOT, folder))):
            for name in sorted(names):
                path = os.path.relpath(os.path.join(parent, name), ROOT)
                if name.endswith(('.cpp', '.h')) and not path.startswith(LEFT_OUT):
                    yield path


TOKEN = re.compile(r'''
    (?P<comment>//[^\n]*|/\*.*?\*/)
  | (?P<directive>^[ \t]*\#(?:[^\n\\]|\\.|\\\n)*)
  | (?P<raw>(?:u8|u|U|L)?R"(?P<fence>[^()\s]*)\((?P<rawtext>.*?)\)(?P=fence)")
  | (?P<string>(?:u8|u|U|L)?"(?P<text>(?:[^"\\\n]|\\.)*)")
  | (?P<char>'(?:[^'\\\n]|\\.)+')
  | (?P<name>[A-Za-z_][\w]*(?:::[A-Za-z_]\w*)*)
  | (?P<number>\d[\w.']*)
  | (?P<space>\s+)
  | (?P<other>.)
''', re.VERBOSE | re.DOTALL | re.MULTILINE)


class Literal:
    """Adjacent string literals, as the compiler joins them."""

    def __init__(self, path, line, text, calls, before):
        self.path, self.line, self.text = path, line, text
        self.calls = calls    # names in front of the brackets that are open here, outermost first
        self.before = before  # the code in front of it, without blanks


def unescaped(text):
    return re.sub(r'\\(x[0-9a-fA-F]+|u[0-9a-fA-F]{4}|[0-7]{1,3}|.)',
                  lambda m: {'n': '\n', 't': '\t', 'r': '\r'}.get(m[1], m[1] if len(m[1]) == 1 else '?'), text)


def literals(path):
    with open(os.path.join(ROOT, path), encoding='utf-8') as file:
        content = file.read()
    open_brackets = []
    last_name = ''
    before = ''
    current = None
    line = 1
    for match in TOKEN.finditer(content):
        kind = match.lastgroup
        if match['raw'] is not None:
            kind = 'raw'
        elif match['string'] is not None:
            kind = 'string'
        token = match[0]
        here = line
        line += token.count('\n')
        if kind in ('comment', 'space'):
            continue
        if kind in ('raw', 'string'):
            text = match['rawtext'] if kind == 'raw' else unescaped(match['text'])
            if current is not None:
                current.text += text
            else:
                current = Literal(path, here, text, [name for name in open_brackets if name], before)
            continue
        if kind == 'name' and token in ('_s', '_L1', '_ba', 's', 'sv') and current is not None:
            continue
        if current is not None:
            yield current
            current = None
        if kind == 'directive':
            continue
        if token in '([{':
            open_brackets.append(last_name if token != '[' else '')
        elif token in ')]}':
            if open_brackets:
                open_brackets.pop()
        if token != '=':  # ".match = {" is a bracket of match
            last_name = token if kind == 'name' else ''
        before = (before + token)[-60:]


# ---- What lupdate finds -------------------------------------------------------------------------------

def lupdate():
    for candidate in ['/usr/lib/qt6/bin/lupdate', shutil.which('lupdate6'), shutil.which('lupdate')]:
        if candidate and os.access(candidate, os.X_OK):
            return candidate
    return None


def run_lupdate(tool, output, *options):
    # It reads a folder as a whole, so the files are named: the sandbox is none of them.
    with tempfile.NamedTemporaryFile('w', suffix='.lst', dir=os.path.dirname(output)) as names:
        names.write('\n'.join(sources()))
        names.flush()
        result = subprocess.run([tool, *options, '-no-ui-lines', '-no-obsolete', '-I', ROOT, '@' + names.name, '-ts', output],
                                cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if result.returncode:
        sys.exit(f'lupdate failed:\n{result.stdout}')
    return [line for line in result.stdout.splitlines() if re.search(r'\.(?:cpp|h):\d+: ', line)]


def contexts_asked_for():
    asked = set()
    for path in sources():
        with open(os.path.join(ROOT, path), encoding='utf-8') as file:
            content = file.read()
        asked.update(re.findall(r'\btranslate\(\s*"([^"]+)"', content))
        asked.update(re.findall(r'\bQ_DECLARE_TR_FUNCTIONS\((\w[\w:]*)\)', content))
        for name in re.findall(r'\bclass\s+(\w+)[^;{]*\{\s*Q_OBJECT\b', content):
            asked.update((name, 'signet::' + name))
    return asked


def messages(path):
    for context in ET.parse(path).getroot().iter('context'):
        for message in context.iter('message'):
            yield context.findtext('name'), message


# As core/language/englishplurals.cpp reads them.
PLURAL = re.compile(r'\((?:e?s|[a-z]*/[a-z]*)\)')


# ---- Texts that are not marked --------------------------------------------------------------------------

MARKS = {'tr', 'translate', 'QT_TR_NOOP', 'QT_TRANSLATE_NOOP', 'QT_TRANSLATE_N_NOOP', 'QT_TR_N_NOOP', 'QCoreApplication::translate'}
# What these are given is for programmers, or for programs.
FOR_MACHINES = {'qWarning', 'qFatal', 'qDebug', 'qCritical', 'qCWarning', 'Q_ASSERT', 'Q_ASSERT_X', 'static_assert', 'setObjectName',
                'QRegularExpression', 'setStyleSheet', 'deprecated', 'nodiscard', 'contains', 'startsWith', 'endsWith', 'indexOf',
                # What services and programs say, in the catalogue and in the map of service errors.
                'match', 'messageContains', 'messageContainsAll'}
# A command, a piece of HCL, a header, a pattern: what a program reads.
CODE = re.compile(r'''
    ^(?:az|signet|signet-gui|terraform|tofu|export|unset|env|sudo|curl|systemctl|sudoedit|sed|printf|cat|git|ssh|docker|kubectl|nslookup|
        timedatectl|ls|azcmagent|openssl|ip|route|setfacl|usermod|Get|Post|GET|POST|PUT|PATCH|DELETE|HEAD|select|where|project|graph|
        for|find|chmod|mkdir|rm|set|source|wget|nft|iptables|getfacl|journalctl|date|grep|tracert|traceroute|newgrp|id)\s
  | \(\?[:!=<i] | \\[bswd] | \[\^ | ^\s*[\w."$-]+\s*=\s | \$\{ | =\s*" | ^<\?xml | ^--\w | ^\s*\{ | \}\s*$ | ^[\w-]+:\s*[\w/*;=-]+$
  | ^[a-zA-Z_]+=\S*\s | ^Bearer\s | ^Basic\s
''', re.VERBOSE)
WORDS = re.compile(r"^[\W\d_]*(?:%\S+\W+)*[A-Za-z][a-z']*(?:[,:;.]?\s+[(\"'‘“]?(?:[A-Za-z][a-z'-]+|a|I|%\S+)\b)")


def is_for_people(literal):
    text = literal.text.strip()
    if ' ' not in text or not WORDS.search(text) or CODE.search(text):
        return False
    if any(call.split('::')[-1] in MARKS or call in MARKS for call in literal.calls):
        return False
    if literal.before.endswith(('==', '!=')):
        return False
    # What a person types: the name of a command, and examples of it.
    if re.search(r'\.(?:path|examples)\s*=\s*$', literal.before):
        return False
    return not any(call.split('::')[-1] in FOR_MACHINES for call in literal.calls)


def unmarked():
    return [literal for path in sources() for literal in literals(path) if is_for_people(literal)]


class Allowance:
    """tests/tools/unmarked.txt: each paragraph is a reason ("# ..."), then lines

         PATH[*]: text     this text in this file, or in files that begin so
         PATH[*]: *        every text there
         context NAME: *N  so many texts in that context: still to be given another
         PATH[*]: *N       every text there, as long as there are no more than N: still to be marked
    """

    def __init__(self, line, prefix, text):
        self.line, self.text = line, text
        self.path, self.is_prefix = (prefix[:-1], True) if prefix.endswith('*') else (prefix, False)
        self.most = int(text[1:]) if re.fullmatch(r'\*\d+', text) else None
        self.used = 0

    def fits(self, literal):
        if not (literal.path.startswith(self.path) if self.is_prefix else literal.path == self.path):
            return False
        return self.text.startswith('*') and len(self.text) < 6 or shown(literal.text).startswith(self.text)


def shown(text):
    return re.sub(r'\s+', ' ', text).strip()


def allowances():
    found = []
    reason = False
    with open(os.path.join(ROOT, ALLOWED), encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            line = line.rstrip('\n')
            if not line.strip():
                reason = False
            elif line.startswith('#'):
                reason = True
            elif not reason:
                sys.exit(f'{ALLOWED}:{number}: has no reason in front of it.')
            else:
                prefix, _, text = line.partition(': ')
                found.append(Allowance(number, prefix, text))
    return found


# ---- The check ----------------------------------------------------------------------------------------------

def check(tool, folder):
    faults = []

    full = os.path.join(folder, 'signet_full.ts')
    warnings = run_lupdate(tool, full, '-locations', 'none')
    rules = allowances()
    contexts_left = {rule.path.removeprefix('context '): rule for rule in rules if rule.path.startswith('context ')}
    faults += [os.path.relpath(warning, ROOT) if warning.startswith('/') else warning for warning in warnings
               if not any(f"'{context}'" in warning for context in contexts_left)]
    asked = contexts_asked_for()
    found = list(messages(full))
    lost = {}
    for context, _ in found:
        if context not in asked:
            lost[context] = lost.get(context, 0) + 1
    faults += [f'{count} texts are in the context {context}, which the program never asks for'
               for context, count in sorted(lost.items()) if context not in contexts_left or contexts_left[context].most < count]

    numbers = [(context, message.findtext('source')) for context, message in found if message.get('numerus')]
    faults += [f'{context}: no form for one and for many, as in "file(s)" or "(was/were)": {source}'
               for context, source in numbers if not PLURAL.search(source)]

    literals_found = unmarked()
    forgotten = 0
    for literal in literals_found:
        rule = next((rule for rule in rules if rule.fits(literal)), None)
        if rule:
            rule.used += 1
        else:
            forgotten += 1
            faults.append(f'{literal.path}:{literal.line}: not marked for translation: {shown(literal.text)[:90]}')
    for rule in rules:
        if rule.most is None and rule.used == 0:
            faults.append(f'{ALLOWED}:{rule.line}: allows what is not there (any more)')
        elif rule.most is not None and rule.used > rule.most:
            faults.append(f'{ALLOWED}:{rule.line}: {rule.used} texts, more than the {rule.most} it allows')

    print(f'texts that can be translated: {len(found)}, in {len({context for context, _ in found})} contexts')
    print(f'texts in contexts that nobody asks for: {sum(lost.values())}')
    print(f'plurals: {len(numbers)}')
    waiting = sum(rule.used for rule in rules if rule.most is not None)
    print(f'texts for people that are not marked: {forgotten + waiting}; '
          f'not marked for a reason: {len(literals_found) - forgotten - waiting}')
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument('--list', action='store_true', help='print every text that is not marked')
    arguments = parser.parse_args()

    if arguments.list:
        for literal in unmarked():
            print(f'{literal.path}:{literal.line}: {shown(literal.text)}')
        return
    tool = lupdate()
    if tool is None:
        print('SKIP: lupdate is not installed (Debian: qt6-l10n-tools)')
        sys.exit(77)
    with tempfile.TemporaryDirectory() as folder:
        faults = check(tool, folder)
    for fault in faults:
        print(fault)
    sys.exit(1 if faults else 0)


if __name__ == '__main__':
    main()
