#include "core/terraform/configurationscan.h"

#include "core/terraform/hcllexer.h"
#include "core/terraform/providerblock.h"

#include <QJsonDocument>
#include <QSet>

#include <optional>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

using Kind = HclToken::Kind;

// Larger files exist only by mistake.
constexpr qint64 largestFile = 8 * 1024 * 1024;

bool isConfigurationFile(const QString &name)
{
    if (name.startsWith(u'.') || name.endsWith(u'~') || (name.startsWith(u'#') && name.endsWith(u'#')))
        return false;
    return name.endsWith(".tf"_L1) || name.endsWith(".tf.json"_L1) || name.endsWith(".tofu"_L1)
        || name.endsWith(".tofu.json"_L1);
}

// "microsoft/azuredevops", with or without the host of a registry before it.
bool isAzureDevOps(const QString &source)
{
    const QString lower = source.toLower();
    return lower == azureDevOpsProvider || lower.endsWith(u'/' + azureDevOpsProvider);
}

// What all files together say; which provider blocks are meant is known only at the end, since any file
// may give the provider another local name.
struct Collected {
    QList<ProviderBlockSeen> allProviders;
    QList<ConfigurationPlace> requiredProviders;
    QList<RequiredProviderSeen> azureDevOpsEntries;
};

// ---- native syntax ----

using Tokens = QList<HclToken>;

struct Range {
    qsizetype begin = 0;
    qsizetype end = 0;
};

bool isSign(const HclToken &token, QChar sign)
{
    return token.kind == Kind::Punctuation && token.text == sign;
}

bool opens(const HclToken &token)
{
    return isSign(token, u'{') || isSign(token, u'[') || isSign(token, u'(');
}
bool closes(const HclToken &token)
{
    return isSign(token, u'}') || isSign(token, u']') || isSign(token, u')');
}

// The index behind the bracket that closes the one at "open".
qsizetype behindBracket(const Tokens &tokens, qsizetype open, qsizetype end)
{
    int depth = 0;
    for (qsizetype i = open; i < end; ++i) {
        if (opens(tokens[i]))
            ++depth;
        if (closes(tokens[i]) && --depth == 0)
            return i + 1;
    }
    return end;
}

// "name = value", or 'name "label" { body }'. An object's elements read the same way, with a colon or
// an equal sign and commas between.
struct Statement {
    QString name;
    QStringList labels;
    int line = 0;
    bool isBlock = false;
    Range content; // tokens of the value, or of the body
};

QList<Statement> statementsIn(const Tokens &tokens, Range range)
{
    QList<Statement> statements;
    qsizetype i = range.begin;
    while (i < range.end) {
        if (tokens[i].kind != Kind::Identifier && tokens[i].kind != Kind::String) {
            i = opens(tokens[i]) ? behindBracket(tokens, i, range.end) : i + 1;
            continue;
        }
        Statement statement;
        statement.name = tokens[i].text;
        statement.line = tokens[i].line;
        ++i;
        while (i < range.end && (tokens[i].kind == Kind::Identifier || tokens[i].kind == Kind::String))
            statement.labels.append(tokens[i++].text);
        if (i < range.end && isSign(tokens[i], u'{')) {
            const qsizetype behind = behindBracket(tokens, i, range.end);
            statement.isBlock = true;
            statement.content = {i + 1, behind - 1};
            i = behind;
        } else if (i < range.end && (isSign(tokens[i], u'=') || isSign(tokens[i], u':'))) {
            statement.content.begin = ++i;
            while (i < range.end && tokens[i].kind != Kind::Newline && !isSign(tokens[i], u','))
                i = opens(tokens[i]) ? behindBracket(tokens, i, range.end) : i + 1;
            statement.content.end = i;
        } else {
            continue; // no statement of HCL; whatever it is, the next line is looked at again
        }
        statements.append(statement);
    }
    return statements;
}

// The value when it is one plain string.
std::optional<QString> plainString(const Tokens &tokens, Range value)
{
    if (value.end - value.begin != 1)
        return std::nullopt;
    const HclToken &token = tokens[value.begin];
    return token.kind == Kind::String && token.isLiteral ? std::optional(token.text) : std::nullopt;
}

std::optional<QString> argument(const Tokens &tokens, Range body, QLatin1StringView name)
{
    const auto statements = statementsIn(tokens, body);
    for (const Statement &statement : statements) {
        if (!statement.isBlock && statement.name == name && statement.labels.isEmpty())
            return plainString(tokens, statement.content);
    }
    return std::nullopt;
}

void collectRequiredProviders(const QString &file, const Tokens &tokens, Range body, Collected *collected)
{
    const auto entries = statementsIn(tokens, body);
    for (const Statement &entry : entries) {
        if (entry.isBlock || entry.content.begin >= entry.content.end
            || !isSign(tokens[entry.content.begin], u'{'))
            continue;
        const Range object{entry.content.begin + 1, entry.content.end - 1};
        const auto source = argument(tokens, object, "source"_L1);
        if (source && isAzureDevOps(*source))
            collected->azureDevOpsEntries.append(
                {{file, entry.line}, entry.name, argument(tokens, object, "version"_L1).value_or(QString())});
    }
}

void collectNative(const QString &file, const Tokens &tokens, Collected *collected)
{
    const auto blocks = statementsIn(tokens, {0, tokens.size()});
    for (const Statement &block : blocks) {
        if (!block.isBlock)
            continue;
        if (block.name == "provider"_L1 && block.labels.size() == 1) {
            collected->allProviders.append({{file, block.line},
                                            block.labels[0],
                                            argument(tokens, block.content, "alias"_L1).value_or(QString())});
        }
        if (block.name != "terraform"_L1 || !block.labels.isEmpty())
            continue;
        const auto nested = statementsIn(tokens, block.content);
        for (const Statement &inner : nested) {
            if (!inner.isBlock || inner.name != "required_providers"_L1)
                continue;
            collected->requiredProviders.append({file, inner.line});
            collectRequiredProviders(file, tokens, inner.content, collected);
        }
    }
}

// Whether every bracket has its partner; empty when so. The statements of a file that fails here cannot
// be told apart.
std::optional<int> unbalancedLine(const Tokens &tokens)
{
    QList<const HclToken *> open;
    for (const HclToken &token : tokens) {
        if (opens(token)) {
            open.append(&token);
        } else if (closes(token)) {
            static const QString pairs = u"{}[]()"_s;
            if (open.isEmpty() || pairs[pairs.indexOf(open.last()->text) + 1] != token.text)
                return token.line;
            open.removeLast();
        }
    }
    return open.isEmpty() ? std::nullopt : std::optional(open.last()->line);
}

// ---- JSON syntax ----

// JSON with the line of every key, in the order of the file. The text has been found to be JSON before.
struct JsonNode {
    struct Member;
    int line = 0;
    std::optional<QString> text; // of a string
    QList<Member> members; // of an object
    QList<JsonNode> items; // of an array

    // Terraform takes one object and an array of objects for the same.
    QList<const JsonNode *> objects() const;
};
struct JsonNode::Member {
    QString key;
    int line = 0;
    JsonNode value;
};

QList<const JsonNode *> JsonNode::objects() const
{
    if (items.isEmpty())
        return {this};
    QList<const JsonNode *> all;
    for (const JsonNode &item : items)
        all.append(&item);
    return all;
}

JsonNode readJson(const Tokens &tokens, qsizetype *at)
{
    JsonNode node;
    const HclToken &first = tokens[(*at)++];
    node.line = first.line;
    if (first.kind == Kind::String) {
        node.text = first.text;
    } else if (isSign(first, u'{')) {
        while (!isSign(tokens[*at], u'}')) {
            if (isSign(tokens[*at], u',')) {
                ++*at;
                continue;
            }
            const HclToken &key = tokens[*at];
            *at += 2; // the key and its colon
            node.members.append({key.text, key.line, readJson(tokens, at)});
        }
        ++*at;
    } else if (isSign(first, u'[')) {
        while (!isSign(tokens[*at], u']')) {
            if (isSign(tokens[*at], u','))
                ++*at;
            else
                node.items.append(readJson(tokens, at));
        }
        ++*at;
    } else {
        // A number or a word: up to what ends a value ("-1.5e+3" is several tokens).
        while (*at < tokens.size() && !isSign(tokens[*at], u',') && !closes(tokens[*at]))
            ++*at;
    }
    return node;
}

QString textOf(const JsonNode &object, QLatin1StringView key)
{
    for (const JsonNode::Member &member : object.members) {
        if (member.key == key)
            return member.value.text.value_or(QString());
    }
    return {};
}

void collectJson(const QString &file, const JsonNode &root, Collected *collected)
{
    for (const JsonNode *top : root.objects()) {
        for (const JsonNode::Member &block : top->members) {
            for (const JsonNode *body : block.value.objects()) {
                for (const JsonNode::Member &member : body->members) {
                    if (block.key == "provider"_L1) {
                        for (const JsonNode *provider : member.value.objects())
                            collected->allProviders.append(
                                {{file, member.line}, member.key, textOf(*provider, "alias"_L1)});
                    }
                    if (block.key != "terraform"_L1 || member.key != "required_providers"_L1)
                        continue;
                    collected->requiredProviders.append({file, member.line});
                    for (const JsonNode *providers : member.value.objects()) {
                        for (const JsonNode::Member &entry : providers->members) {
                            if (isAzureDevOps(textOf(entry.value, "source"_L1)))
                                collected->azureDevOpsEntries.append(
                                    {{file, entry.line}, entry.key, textOf(entry.value, "version"_L1)});
                        }
                    }
                }
            }
        }
    }
}

std::optional<UnreadableFile> collectFile(const Host &host, const QString &directory, const QString &name,
                                          Collected *collected)
{
    const QString path = directory.endsWith(u'/') ? directory + name : directory + u'/' + name;
    const auto content = host.readFile(path, largestFile);
    if (!content)
        return UnreadableFile{name, content.problem().evidence.value("reason"_L1).toString(), 0};

    const bool json = name.endsWith(".json"_L1);
    QByteArray text = *content;
    if (text.startsWith("\xef\xbb\xbf"))
        text.remove(0, 3);
    if (json) {
        QJsonParseError error;
        QJsonDocument::fromJson(text, &error);
        if (error.error != QJsonParseError::NoError)
            return UnreadableFile{name, error.errorString(), int(text.left(error.offset).count('\n')) + 1};
    }
    HclTokens read = readHclTokens(text, json ? Grammar::Json : Grammar::Hcl);
    if (!read.fault.isEmpty())
        return UnreadableFile{name, read.fault, read.faultLine};
    if (const auto line = unbalancedLine(read.tokens))
        return UnreadableFile{name, u"bracket without partner"_s, *line};

    if (json) {
        read.tokens.removeIf([](const HclToken &token) { return token.kind == Kind::Newline; });
        qsizetype at = 0;
        collectJson(name, readJson(read.tokens, &at), collected);
    } else {
        collectNative(name, read.tokens, collected);
    }
    return std::nullopt;
}

} // namespace

Result<ConfigurationScan> scanConfiguration(const Host &host, const QString &directory)
{
    const auto names = host.entries(directory);
    if (!names)
        return names.problem();

    ConfigurationScan scan;
    Collected collected;
    for (const QString &name : *names) {
        if (!isConfigurationFile(name))
            continue;
        scan.files.append(name);
        if (const auto unreadable = collectFile(host, directory, name, &collected))
            scan.unreadable.append(*unreadable);
    }

    QSet<QString> localNames{u"azuredevops"_s};
    for (const RequiredProviderSeen &entry : std::as_const(collected.azureDevOpsEntries))
        localNames.insert(entry.localName);
    for (const ProviderBlockSeen &block : std::as_const(collected.allProviders)) {
        if (localNames.contains(block.localName))
            scan.providerBlocks.append(block);
    }
    scan.requiredProviders = collected.requiredProviders;
    scan.azureDevOpsEntries = collected.azureDevOpsEntries;
    return scan;
}

} // namespace signet
