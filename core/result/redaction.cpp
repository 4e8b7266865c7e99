#include "core/result/redaction.h"

#include "core/result/knownsecrets.h"

#include <QJsonArray>
#include <QRegularExpression>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr auto mark = "[secret]"_L1;

// A shape of secrets. Capture "cut" is the secret, what is captured before it stays.
struct Shape {
    QList<QLatin1StringView> anchors; // the text holds one of them, in whatever case; none: always looked for
    QRegularExpression pattern;
    qsizetype shortest = 8; // no shorter text fits
};

// The end of a name under which a secret is kept, in snake_case, camelCase or with dashes.
QString secretWords()
{
    return u"(?:"
           "access[_-]?token|refresh[_-]?token|id[_-]?token|oidc[_-]?(?:request[_-]?)?token|"
           "personal[_-]?access[_-]?token|(?:auth|api|bearer|bot|deploy|job|session|sas|"
           "workload[_-]?identity|registry|github|gitlab|devops|vault)[_-]?token|"
           "client[_-]?assertion|device[_-]?code|code[_-]?verifier|"
           "pass[_-]?word|passwd|pwd|pass[_-]?phrase|secret(?:[_-]?value)?|"
           "(?:api|access|account|secret|signing|shared|encryption|master|primary|secondary|"
           "subscription|functions)[_-]?key|sharedaccesskey|sharedaccesssignature|"
           "private[_-]?key|connection[_-]?string|identity[_-]header"
           ")"_s;
}

const QList<Shape> &shapes()
{
    constexpr auto noCase = QRegularExpression::CaseInsensitiveOption;
    // A reference is not a secret, and a value that is cut already stays as it is.
    const QString notReference =
        u"(?!\\[secret\\]|\\[cut\\]|(?:var|local|data|module|each|ephemeral|env|secrets|variables)\\.|"
        "\\$[{(A-Za-z]|%[A-Za-z]|<|\\()"_s;
    const QString name = secretWords();
    static const QList<Shape> list{
        // A JSON web token: header and payload are base64url of JSON that begins with {" or { ".
        {{"ey"_L1},
         QRegularExpression(
             u"(?<keep>)(?<cut>\\bey[JA][A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_-]{8,}(?:\\.[A-Za-z0-9_-]*)?)"_s),
         20},
        // What follows Bearer or Basic, unless it is a word or a parameter of a challenge.
        {{"bearer"_L1, "basic"_L1},
         QRegularExpression(
             u"(?<keep>\\b(?:Bearer|Basic)\\s+)(?<cut>(?=[^\\s\"']*\\d)[A-Za-z0-9+/._~-]{16,}+=*+)(?![\\w=])"_s,
             noCase),
         20},
        // name = "value", "name": "value", with escaped quotes too.
        {{"\""_L1, "'"_L1},
         QRegularExpression(u"(?<keep>"_s + name + u"\\\\?[\"']?\\s*(?:=>|=|:)\\s*\\\\?[\"'])(?<cut>"_s
                                + notReference + u"[^\"'\\\\\\r\\n]{4,})"_s,
                            noCase)},
        // name=value, as in forms, variables and connection strings.
        {{"="_L1},
         QRegularExpression(u"(?<keep>(?:"_s + name + u"|(?<![A-Za-z0-9_])sig)=)(?<cut>"_s + notReference
                                + u"[^&;\\s\"'\\\\]{4,})"_s,
                            noCase)},
        // name: value and name = value, where the value cannot be a word.
        {{": "_L1, "= "_L1, " ="_L1, ":\t"_L1},
         QRegularExpression(u"(?<keep>"_s + name + u"\\s*[:=]\\s+)(?<cut>"_s + notReference
                                + u"(?:(?=[^\\s\"',;]*\\d)(?=[^\\s\"',;]*[A-Za-z])[^\\s\"',;\\\\]{8,}|"
                                  "[A-Za-z0-9+/_~-]{20,}))"_s,
                            noCase)},
        // The code that a browser comes back with.
        {{"code="_L1}, QRegularExpression(u"(?<keep>[?&]code=)(?<cut>[^&\\s\"\\\\]{20,})"_s)},
        // Personal access tokens: 84 characters with AZDO at position 76, or 52 in base32.
        {{"azdo"_L1}, QRegularExpression(u"(?<keep>)(?<cut>\\b[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}\\b)"_s), 84},
        {{}, QRegularExpression(u"(?<keep>)(?<cut>\\b[a-z2-7]{52}\\b)"_s), 52},
        // A client secret of Microsoft Entra.
        {{"Q~"_L1},
         QRegularExpression(u"(?<keep>)(?<cut>(?<![\\w~.-])[\\w~.-]{3}\\dQ~[\\w~.-]{31,34}(?![\\w~.-]))"_s),
         37},
        // A refresh token or a code of Microsoft Entra.
        {{"0.A"_L1, "1.A"_L1}, QRegularExpression(u"(?<keep>)(?<cut>\\b[01]\\.A[\\w.-]{60,})"_s), 60},
        // 64 bytes in base64: the key of a storage account or a namespace.
        {{"=="_L1}, QRegularExpression(u"(?<keep>)(?<cut>(?<![\\w+/])[A-Za-z0-9+/]{86}==)"_s), 88},
        {{"_"_L1, "-"_L1, "AKIA"_L1, "AIza"_L1, "hvs."_L1},
         QRegularExpression(
             u"(?<keep>)(?<cut>\\b(?:gh[pousr]_\\w{36,}|github_pat_\\w{22,}|glpat-[\\w-]{20,}|"
             "xox[abprs]-[\\w-]{10,}|AKIA[A-Z0-9]{16}|AIza[\\w-]{35}|hvs\\.[\\w-]{24,}|npm_\\w{36}|"
             "sk_live_\\w{16,}|SG\\.[\\w-]{16,}\\.[\\w-]{16,}|atlasv1\\.[\\w-]{20,}|dckr_pat_[\\w-]{20,}))"_s),
         14},
        {{"-----begin"_L1},
         QRegularExpression(u"(?<keep>-----BEGIN [A-Z ]*PRIVATE KEY-----)"
                            "(?<cut>(?!\\[secret\\]).+?)(?=-----END [A-Z ]*PRIVATE KEY|$)"_s,
                            QRegularExpression::DotMatchesEverythingOption)},
        // https://user:password@host, and a token in the place of the user.
        {{"://"_L1},
         QRegularExpression(u"(?<keep>\\b[A-Za-z][A-Za-z0-9+.-]*://[^\\s/:@\"'\\\\]*:)"
                            "(?<cut>(?!\\[secret\\])[^\\s/\"'\\\\]+?)(?=@[^\\s/@]*(?:[/\\s\"'\\\\]|$))"_s)},
        {{"://"_L1},
         QRegularExpression(u"(?<keep>\\b[A-Za-z][A-Za-z0-9+.-]*://)"
                            "(?<cut>(?=[^\\s/@]*\\d)[^\\s/:@\"'\\\\]{20,})(?=@)"_s)},
    };
    return list;
}

bool mayFit(const Shape &shape, const QString &text)
{
    return text.size() >= shape.shortest
        && (shape.anchors.isEmpty() || std::ranges::any_of(shape.anchors, [&text](QLatin1StringView anchor) {
                return text.contains(anchor, Qt::CaseInsensitive);
            }));
}

} // namespace

QString withoutKnownSecrets(const QString &text)
{
    const QList<TextRange> ranges = knownSecretsIn(text);
    if (ranges.isEmpty())
        return text;
    QString clean;
    qsizetype at = 0;
    for (const TextRange &range : ranges) {
        clean += QStringView(text).mid(at, range.begin - at);
        clean += mark;
        at = range.end;
    }
    clean += QStringView(text).mid(at);
    return clean;
}

QString redacted(const QString &text)
{
    // Shapes first: what a held token shares with every other one, its header, would break the shape of
    // those.
    QString result = text;
    for (const Shape &shape : shapes()) {
        if (mayFit(shape, result))
            result.replace(shape.pattern, u"\\1"_s + mark);
    }
    return withoutKnownSecrets(result);
}

QJsonValue redacted(const QJsonValue &value)
{
    if (value.isString())
        return redacted(value.toString());
    if (value.isArray()) {
        QJsonArray clean;
        const QJsonArray all = value.toArray();
        for (const QJsonValue element : all)
            clean.append(redacted(element));
        return clean;
    }
    if (value.isObject())
        return redacted(value.toObject());
    return value;
}

QJsonObject redacted(const QJsonObject &object)
{
    QJsonObject clean;
    for (auto member = object.begin(); member != object.end(); ++member) {
        const bool isSecret =
            member->isString() && isSecretName(member.key()) && isOpaque(member->toString());
        clean.insert(redacted(member.key()), isSecret ? QJsonValue(mark) : redacted(*member));
    }
    return clean;
}

bool isSecretName(QStringView name)
{
    static const QRegularExpression pattern(
        u"(?:"_s + secretWords() + u"|(?:^|[_-])(?:pat|token|sas|pass|sig|credential(?=s)))s?$"_s,
        QRegularExpression::CaseInsensitiveOption);
    return pattern.match(name.toString()).hasMatch();
}

bool isOpaque(QStringView text)
{
    static const QRegularExpression id(u"^\\{?[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\\}?$"_s,
                                       QRegularExpression::CaseInsensitiveOption);
    if (text.size() < 8 || id.match(text.toString()).hasMatch() || text.contains(u' '))
        return false;
    // A word between separators that mixes letters and digits again and again: "a7Bx9", not "v12" or "2nd".
    qsizetype length = 0;
    int changes = 0;
    bool hasUpper = false;
    bool hasLower = false;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        const QChar c = i < text.size() ? text[i] : QChar(u' ');
        if (c.unicode() < 0x80 && c.isLetterOrNumber()) {
            changes += length > 0 && c.isDigit() != text[i - 1].isDigit();
            hasUpper = hasUpper || c.isUpper();
            hasLower = hasLower || c.isLower();
            ++length;
            continue;
        }
        const bool isMixed =
            length >= 8 && changes >= 1 && (changes >= 2 || (hasUpper && hasLower) || length >= 10);
        if (isMixed || length >= 40)
            return true;
        length = 0;
        changes = 0;
        hasUpper = hasLower = false;
    }
    return false;
}

QList<QByteArray> findSecrets(const QByteArray &text)
{
    QList<QByteArray> found;
    const QString all = QString::fromUtf8(text);
    const QList<TextRange> known = knownSecretsIn(all);
    for (const TextRange &range : known)
        found.append(all.mid(range.begin, range.end - range.begin).toUtf8());
    for (const Shape &shape : shapes()) {
        if (!mayFit(shape, all))
            continue;
        auto matches = shape.pattern.globalMatch(all);
        while (matches.hasNext()) {
            const QByteArray cut = matches.next().captured(u"cut"_s).toUtf8();
            if (cut != "[secret]")
                found.append(cut);
        }
    }
    return found;
}

} // namespace signet
