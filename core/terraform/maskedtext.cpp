#include "core/terraform/maskedtext.h"

#include "core/hcl/hclfile.h"
#include "core/hcl/hcllexer.h"
#include "core/hcl/jsonfile.h"
#include "core/result/redaction.h"
#include "core/terraform/providerarguments.h"

#include <QRegularExpression>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

const QByteArray &mark()
{
    static const QByteArray text = "[secret]";
    return text;
}

bool namesSecret(QStringView name)
{
    return isSecretArgument(name) || isSecretName(name);
}

QByteArray redactedBytes(const QByteArray &text)
{
    const QString before = QString::fromUtf8(text);
    const QString after = redacted(before);
    // Bytes that are not UTF-8 stay as they are where nothing is cut.
    return after == before ? text : after.toUtf8();
}

// A comment is prose: a value in it has no quotes, and its name may be anywhere on the line.
QByteArray maskedComment(const QByteArray &comment)
{
    static const QRegularExpression hint(
        u"\\b(?:pat|pats|tokens?|pass|passwords?|passwd|pwd|secrets?|keys?|credentials?)\\b"_s,
        QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression assignment(
        u"(?<name>[A-Za-z_][\\w-]*)(?<sign>\\s*[=:]\\s*)(?<value>\"[^\"\\r\\n]+\"?|[^\\s\"]+)"_s);
    static const QRegularExpression word(u"[^\\s\"'`,;()<>=]+"_s);
    QString text = redacted(QString::fromUtf8(comment));
    QString masked;
    qsizetype at = 0;
    auto assignments = assignment.globalMatch(text);
    while (assignments.hasNext()) {
        const auto match = assignments.next();
        if (!namesSecret(match.capturedView(u"name")))
            continue;
        masked += QStringView(text).mid(at, match.capturedStart(u"value") - at);
        masked += QLatin1StringView(mark());
        at = match.capturedEnd(u"value");
    }
    masked += QStringView(text).mid(at);

    const bool hasHint = hint.match(masked).hasMatch();
    text.clear();
    at = 0;
    auto words = word.globalMatch(masked);
    while (words.hasNext()) {
        const auto match = words.next();
        const QStringView one = match.capturedView();
        const bool isMixed = one.size() >= 6 && std::ranges::any_of(one, [](QChar c) { return c.isDigit(); })
            && std::ranges::any_of(one, [](QChar c) { return c.isLetter(); });
        const bool isPlace = one.contains("://"_L1) || one.contains(u'/');
        if (isPlace || !(isOpaque(one) || (hasHint && isMixed)))
            continue;
        text += QStringView(masked).mid(at, match.capturedStart() - at);
        text += QLatin1StringView(mark());
        at = match.capturedEnd();
    }
    text += QStringView(masked).mid(at);
    return text == QString::fromUtf8(comment) ? comment : text.toUtf8();
}

QByteArray maskedLines(const QByteArray &text)
{
    QByteArray masked;
    const QList<QByteArray> lines = text.split('\n');
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QByteArray &line = lines[i];
        const QByteArray content = line.trimmed();
        masked += i > 0 ? "\n" : "";
        masked += content.isEmpty() ? line : line.left(line.indexOf(content)) + mark();
        if (!content.isEmpty() && line.endsWith('\r'))
            masked += '\r';
    }
    return masked;
}

// Where every string is masked: variables that are sensitive or named so, and the value beside the name of a
// secret.
void collectForced(const HclFile &file, const HclBody &body, std::vector<SourceRange> *forced)
{
    for (const HclBlock &block : body.blocks) {
        const HclAttribute *sensitive = block.body.attribute(u"sensitive");
        const bool isSensitive = (sensitive && file.expression(*sensitive).boolean)
            || (block.type == "variable"_L1 && !block.labels.isEmpty() && namesSecret(block.labels.first()));
        bool isPair = false;
        for (const QStringView name : {u"name", u"key"}) {
            const HclAttribute *attribute = block.body.attribute(name);
            isPair = isPair
                || (attribute
                    && namesSecret(file.expression(*attribute).literalString().value_or(QString())));
        }
        for (const HclAttribute &attribute : block.body.attributes) {
            const bool isValue =
                attribute.name == "value"_L1 || (isSensitive && attribute.name == "default"_L1);
            if (isValue && (isSensitive || isPair))
                forced->push_back(attribute.expressionRange);
        }
        collectForced(file, block.body, forced);
    }
}

class Masker {
public:
    explicit Masker(const QByteArray &text)
        : m_text(text)
        , m_tokens(lexHcl(text).tokens)
    {
        const HclFile file = HclFile::parse(text);
        collectForced(file, file.body(), &m_forced);
    }

    QByteArray mask()
    {
        for (std::size_t i = 0; i + 1 < m_tokens.size(); ++i) {
            const SourceRange range = rangeOf(m_tokens, i);
            m_masked += shown(m_tokens[i].kind(), m_text.mid(range.begin, range.end - range.begin), range);
        }
        return m_masked;
    }

private:
    // What encloses the current place.
    struct Frame {
        bool isSecret = false; // it is the value of a secret, or part of one
        bool isValueSecret = false; // the value that is being read is
    };

    QByteArray shown(SyntaxKind kind, const QByteArray &text, SourceRange range)
    {
        using enum SyntaxKind;
        switch (kind) {
        case Identifier:
            m_name = QString::fromUtf8(text);
            return text;
        case Number:
            return isSecretAt(range) ? mark() : text;
        case QuotedText:
            m_name = QString::fromUtf8(text);
            return isSecretAt(range) ? mark() : redactedBytes(text);
        case HeredocText:
            return maskedLines(text);
        case Assign:
        case Colon:
            // The colon of a condition is inside a value that is secret already.
            top().isValueSecret = top().isValueSecret || namesSecret(m_name);
            return text;
        case OpenBrace:
        case OpenBracket:
        case OpenParenthesis:
        case OpenInterpolation:
        case OpenDirective: {
            const bool isSecret = top().isValueSecret;
            m_frames.push_back({isSecret, isSecret});
            return text;
        }
        case CloseBrace:
        case CloseBracket:
        case CloseParenthesis:
        case CloseSequence:
            if (m_frames.size() > 1)
                m_frames.pop_back();
            return text;
        case Comma:
        case Newline:
            top().isValueSecret = top().isSecret;
            return text;
        case CommentLine:
            top().isValueSecret = top().isSecret;
            return maskedComment(text);
        case Comment:
            return maskedComment(text);
        case Invalid:
        case BadUtf8:
            return maskedLines(text);
        default:
            return text;
        }
    }

    Frame &top() { return m_frames.back(); }
    bool isSecretAt(SourceRange range)
    {
        return top().isValueSecret || std::ranges::any_of(m_forced, [range](const SourceRange &forced) {
                   return range.begin >= forced.begin && range.end <= forced.end;
               });
    }

    const QByteArray &m_text;
    SyntaxTokens m_tokens;
    std::vector<SourceRange> m_forced;
    std::vector<Frame> m_frames{Frame()};
    QString m_name; // that was read last
    QByteArray m_masked;
};

void collectJson(const JsonFile &file, const JsonNode &node, bool isSecret, QList<TextEdit> *edits)
{
    switch (node.kind) {
    case JsonNode::Kind::String: {
        const QString clean = redacted(node.text);
        if (isSecret)
            edits->append({node.range, '"' + mark() + '"'});
        else if (clean != node.text)
            edits->append({node.range, jsonQuoted(clean)});
        break;
    }
    case JsonNode::Kind::Number:
        if (isSecret)
            edits->append({node.range, mark()});
        break;
    case JsonNode::Kind::Array:
        for (const JsonNode &element : node.elements)
            collectJson(file, element, isSecret, edits);
        break;
    case JsonNode::Kind::Object: {
        const JsonNode *sensitive = node.member(u"sensitive");
        const bool isSensitive = sensitive && sensitive->boolean;
        for (const JsonNode::Member &member : node.members) {
            const bool isDefault = isSensitive && (member.name == "default"_L1 || member.name == "value"_L1);
            collectJson(file, member.value, isSecret || isDefault || namesSecret(member.name), edits);
        }
        break;
    }
    case JsonNode::Kind::Null:
    case JsonNode::Kind::Bool:
        break;
    }
}

} // namespace

qsizetype maskedSecrets(const QString &file, const QByteArray &text)
{
    return maskedText(file, text).count(mark()) - text.count(mark());
}

QByteArray maskedText(const QString &file, const QByteArray &text)
{
    if (!file.endsWith(".json"_L1))
        return Masker(text).mask();
    const JsonFile json = JsonFile::parse(text);
    QList<TextEdit> edits;
    collectJson(json, json.root(), false, &edits);
    return applied(text, edits);
}

} // namespace signet
