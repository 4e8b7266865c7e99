#include "core/token/pastedtoken.h"

#include "core/token/epochtime.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

// The overwriting of a copy that is needed no more.
void wipe(QByteArray &bytes)
{
    bytes.fill('\0');
    bytes.clear();
}

bool isTokenCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
        || c == '.' || c == '~' || c == '+' || c == '/' || c == '=';
}

// The text after "Bearer", up to the first character that a token cannot contain.
QByteArray behindBearer(const QByteArray &text)
{
    const QByteArray lower = text.toLower();
    for (qsizetype at = lower.indexOf("bearer"); at >= 0; at = lower.indexOf("bearer", at + 1)) {
        qsizetype begin = at + 6;
        while (begin < text.size() && (text.at(begin) == ' ' || text.at(begin) == '\t'))
            ++begin;
        qsizetype end = begin;
        while (end < text.size() && isTokenCharacter(text.at(end)))
            ++end;
        // In "token_type":"Bearer" a quote follows at once.
        if (begin > at + 6 && end - begin > 20)
            return text.mid(begin, end - begin);
    }
    return {};
}

// The first document of a text that holds a token: a reply may have headers before it.
std::optional<QJsonObject> documentIn(const QByteArray &text)
{
    const qsizetype begin = text.indexOf('{');
    const qsizetype end = text.lastIndexOf('}');
    if (begin < 0 || end < begin)
        return std::nullopt;
    const QJsonDocument document = QJsonDocument::fromJson(text.mid(begin, end - begin + 1));
    if (!document.isObject())
        return std::nullopt;
    return document.object();
}

std::optional<qint64> dateIn(const QByteArray &text)
{
    const QList<QByteArray> lines = text.split('\n');
    for (const QByteArray &line : lines) {
        if (line.left(5).toLower() == "date:")
            return epochSeconds(QString::fromLatin1(line.mid(5).trimmed()));
    }
    return std::nullopt;
}

// A token that was broken into lines or put into quotes.
QByteArray joined(const QByteArray &text)
{
    QByteArray result;
    for (const char c : text) {
        const bool isAround = c == '"' || c == '\'' || c == '\n' || c == '\r' || c == ' ' || c == '\t';
        if (!isAround)
            result.append(c);
    }
    return result;
}

} // namespace

QLatin1StringView toString(PastedToken::Form form)
{
    switch (form) {
    case PastedToken::Form::Token:
        return "token"_L1;
    case PastedToken::Form::Header:
        return "header"_L1;
    case PastedToken::Form::Reply:
        return "reply"_L1;
    }
    Q_UNREACHABLE();
}

Result<PastedToken> readPastedToken(QByteArray &&text)
{
    if (text.startsWith("\xEF\xBB\xBF"))
        text.remove(0, 3);
    PastedToken pasted;
    QByteArray found;
    if (const auto json = documentIn(text)) {
        pasted.form = PastedToken::Form::Reply;
        // Identity endpoints and Entra; Azure CLI; Azure Developer CLI.
        for (const QLatin1StringView name : {"access_token"_L1, "accessToken"_L1, "token"_L1}) {
            if (found.isEmpty())
                found = (*json)[name].toString().toUtf8();
        }
        for (const QLatin1StringView name : {"expires_on"_L1, "expiresOn"_L1}) {
            if (!pasted.expiresOn)
                pasted.expiresOn = epochSeconds((*json)[name]);
        }
        pasted.serverTime = dateIn(text);
    }
    if (found.isEmpty()) {
        found = behindBearer(text);
        if (!found.isEmpty())
            pasted.form = PastedToken::Form::Header;
    }
    if (found.isEmpty() && pasted.form != PastedToken::Form::Reply)
        found = joined(text);
    wipe(text);
    if (found.isEmpty())
        return Problem(finding::tokenNotGiven);
    pasted.token = Secret(std::move(found));
    return pasted;
}

} // namespace signet
