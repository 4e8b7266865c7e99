#include "core/report/tokenlayout.h"

#include "core/report/screen.h"
#include "core/report/textlayout.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int claimWidth = 17;

Colour colourOf(TokenDocument::State state)
{
    switch (state) {
    case TokenDocument::State::Good:
        return Colour::Ok;
    case TokenDocument::State::Doubtful:
        return Colour::Warning;
    case TokenDocument::State::Useless:
        return Colour::Blocker;
    case TokenDocument::State::Opaque:
        return Colour::Plain;
    }
    Q_UNREACHABLE();
}

QString signOf(TokenDocument::State state)
{
    switch (state) {
    case TokenDocument::State::Good:
        return u"✓ "_s;
    case TokenDocument::State::Doubtful:
        return u"! "_s;
    case TokenDocument::State::Useless:
        return u"✗ "_s;
    case TokenDocument::State::Opaque:
        return u"? "_s;
    }
    Q_UNREACHABLE();
}

QLatin1StringView wordOf(TokenDocument::State state)
{
    switch (state) {
    case TokenDocument::State::Good:
        return "valid"_L1;
    case TokenDocument::State::Doubtful:
        return "doubtful"_L1;
    case TokenDocument::State::Useless:
        return "not-valid"_L1;
    case TokenDocument::State::Opaque:
        return "unknown"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace

QString tokenToText(const TokenDocument &document, const TextStyle &style)
{
    Screen screen(style);
    screen.paragraph(signOf(document.state), document.sentence, colourOf(document.state));
    for (const QString &fact : document.facts)
        screen.paragraph(u"  "_s, fact);
    for (const TokenDocument::Group &group : document.groups) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, group.title));
        for (const ClaimLine &line : group.lines) {
            screen.row(u"  "_s + line.claim, line.sentence, claimWidth);
            if (!line.value.isEmpty() && !line.sentence.contains(line.value))
                screen.paragraph(QString(claimWidth, u' '), line.value);
        }
    }
    if (!document.age.isEmpty()) {
        screen.line();
        screen.line(screen.paint(Colour::Bold, document.ageTitle));
        for (const QString &sentence : document.age)
            screen.paragraph(u"  "_s, sentence);
    }
    return screen.text();
}

QJsonObject tokenToJson(const TokenRead &token, std::chrono::sys_seconds now)
{
    const TokenDocument document = describe(token, now);
    QJsonObject json{{u"state"_s, wordOf(document.state)}, {u"sentence"_s, document.sentence}};
    if (!token.claims)
        return json;
    const Claims &claims = *token.claims;
    QJsonArray lines;
    for (const TokenDocument::Group &group : document.groups) {
        for (const ClaimLine &line : group.lines)
            lines.append(QJsonObject{{u"group"_s, line.group},
                                     {u"claim"_s, line.claim},
                                     {u"value"_s, line.value},
                                     {u"sentence"_s, line.sentence}});
    }
    QJsonObject age = ageOf(claims, now, token.serverTime).toJson();
    age.insert(u"sentences"_s, QJsonArray::fromStringList(document.age));
    json.insert(u"identityKind"_s, toString(identityTypeOf(claims)));
    json.insert(u"objectId"_s, claims.objectId);
    json.insert(u"clientId"_s, claims.appId);
    json.insert(u"tenantId"_s, claims.tenantId);
    json.insert(u"resourceId"_s, claims.miResourceId);
    json.insert(u"claims"_s, lines);
    json.insert(u"age"_s, age);
    return json;
}

} // namespace signet
