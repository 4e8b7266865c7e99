#include "core/findings/serviceerror.h"

#include "core/findings/phrases.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSet>

#include <algorithm>
#include <vector>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Field {
    const char *name = nullptr; // header, or dotted path into the JSON body
    std::vector<const char *> values = {};
};

// Every key that is given must fit; a list fits when one of its elements does.
struct Condition {
    std::vector<int> status = {};
    bool bodyEmpty = false;
    std::vector<const char *> contentType = {};
    std::vector<const char *> contentTypeNot = {};
    std::vector<const char *> bodyStartsWith = {};
    std::vector<const char *> locationContains = {};
    Field headerEquals = {};
    std::vector<const char *> headerPresent = {};
    Field jsonPathStartsWith = {};
    Field jsonPathEquals = {};
    std::vector<const char *> codes = {}; // whole words
    std::vector<const char *> messageContains = {};
    std::vector<const char *> messageContainsAll = {}; // every element
    std::vector<const char *> typeKeys = {};
    std::vector<int> entitlementKeys = {};
};

struct Rule {
    QLatin1StringView id;
    std::vector<Condition> any; // one must fit
};

// Tried in this order, first hit wins.
const std::vector<Rule> &rules()
{
    static const std::vector<Rule> list{
        {"signin-redirect"_L1,
         {{.status = {203}},
          {.status = {301, 302, 303, 307, 308}, .locationContains = {"/_signin"}},
          {.status = {200, 401, 403}, .contentTypeNot = {"application/json"}, .bodyStartsWith = {"<"}}}},
        {"anonymous-200"_L1,
         {{.status = {200}, .jsonPathStartsWith = {"authenticatedUser.descriptor", {"System:PublicAccess"}}},
          {.status = {200},
           .jsonPathEquals = {"authenticatedUser.id",
                              {"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa",
                               "00000000-0000-0000-0000-000000000000"}}}}},
        {"unauthorized-empty"_L1, {{.status = {401}, .bodyEmpty = true}}},
        {"TF400813-anonymous"_L1,
         {{.codes = {"TF400813"},
           .messageContains = {"aaaaaaaa-aaaa-aaaa-aaaa-aaaaaaaaaaaa", "anonymous access",
                               "The user '' is not"}}}},
        {"TF400813-identity"_L1, {{.codes = {"TF400813"}}}},
        {"TF401444"_L1, {{.codes = {"TF401444"}}}},
        {"org-not-entra"_L1,
         {{.headerEquals = {"X-VSS-ResourceTenant", {"00000000-0000-0000-0000-000000000000"}}}}},
        {"TF24668"_L1, {{.codes = {"TF24668"}}}},
        {"VS850015"_L1, {{.codes = {"VS850015"}}}},
        {"VS403283"_L1, {{.codes = {"VS403283"}}}},
        {"sp-create-failed"_L1, {{.messageContains = {"Failed to create service principal with object ID"}}}},
        {"VS860016"_L1, {{.codes = {"VS860016"}}}},
        {"entitlement-5000"_L1, {{.entitlementKeys = {5000}}}},
        {"entitlement-5101"_L1, {{.entitlementKeys = {5101}}}},
        {"entitlement-5102"_L1, {{.entitlementKeys = {5102}}}},
        {"sp-on-user-endpoint"_L1,
         {{.messageContains = {"The Id, OriginId, or User.PrincipalName must be set"}}}},
        {"access-denied-add-users"_L1, {{.messageContainsAll = {"Access Denied", "Add Users"}}}},
        {"access-denied"_L1,
         {{.messageContains = {"needs the following permission(s) on the resource"}},
          {.typeKeys = {"AccessCheckException"}}}},
        {"TF50309"_L1, {{.codes = {"TF50309"}}}},
        {"TF401019"_L1, {{.codes = {"TF401019"}}, {.typeKeys = {"GitRepositoryNotFoundException"}}}},
        {"VS800075"_L1, {{.codes = {"VS800075"}}, {.typeKeys = {"ProjectDoesNotExistException"}}}},
        {"TF200016"_L1, {{.codes = {"TF200016"}}, {.typeKeys = {"ProjectDoesNotExistWithNameException"}}}},
        {"TF14045"_L1, {{.codes = {"TF14045"}}, {.typeKeys = {"IdentityNotFoundException"}}}},
        {"not-in-directory"_L1,
         {{.messageContains = {"could not be found in the current directory", "not materialized",
                               "has not been materialized"}}}},
        {"VS403496"_L1, {{.codes = {"VS403496"}}}},
        {"VS403403"_L1, {{.codes = {"VS403403"}}}},
        {"VS403463"_L1, {{.codes = {"VS403463"}}}},
        {"VS403362"_L1, {{.codes = {"VS403362", "VS403408"}}}},
        {"VS403363"_L1, {{.codes = {"VS403363"}}}},
        {"VS403318"_L1, {{.codes = {"VS403318"}}}},
        {"TF400733"_L1, {{.codes = {"TF400733"}}}},
        {"rate-delayed"_L1, {{.status = {200}, .headerPresent = {"Retry-After"}}}},
        {"TF50258"_L1, {{.codes = {"TF50258"}}}},
        {"TF50235"_L1, {{.codes = {"TF50235"}}}},
        {"TF50233"_L1, {{.codes = {"TF50233"}}}},
        {"TF50375"_L1, {{.codes = {"TF50375"}}}},
        {"TF400031"_L1, {{.codes = {"TF400031"}}}},
        {"TF50618"_L1, {{.codes = {"TF50618"}}}},
        {"TF401349"_L1, {{.codes = {"TF401349", "VS403120"}}, {.typeKeys = {"UnexpectedException"}}}},
        {"preview-version"_L1, {{.typeKeys = {"VssInvalidPreviewVersionException"}}}},
        {"version-range"_L1, {{.typeKeys = {"VssVersionOutOfRangeException"}}}},
        {"wrong-route"_L1, {{.status = {404, 405}, .contentType = {"text/plain"}}}},
        {"unauthorized-typed"_L1, {{.typeKeys = {"UnauthorizedRequestException"}}}},
        {"AADSTS700016"_L1, {{.codes = {"AADSTS700016"}}}},
        {"AADSTS7000229"_L1, {{.codes = {"AADSTS7000229"}}}},
        {"AADSTS90002"_L1, {{.codes = {"AADSTS90002"}}}},
        {"AADSTS900023"_L1, {{.codes = {"AADSTS900023"}}}},
        {"AADSTS50020"_L1, {{.codes = {"AADSTS50020"}}}},
        {"AADSTS500011"_L1, {{.codes = {"AADSTS500011"}}}},
        {"AADSTS1002012"_L1, {{.codes = {"AADSTS1002012"}}}},
        {"AADSTS70011"_L1, {{.codes = {"AADSTS70011"}}}},
        {"AADSTS7000215"_L1, {{.codes = {"AADSTS7000215"}}}},
        {"AADSTS7000222"_L1, {{.codes = {"AADSTS7000222"}}}},
        {"AADSTS700027"_L1, {{.codes = {"AADSTS700027"}}}},
        {"AADSTS700024"_L1, {{.codes = {"AADSTS700024"}}}},
        {"AADSTS70021"_L1, {{.codes = {"AADSTS70021"}}}},
        {"AADSTS700211"_L1, {{.codes = {"AADSTS700211"}}}},
        {"AADSTS700212"_L1, {{.codes = {"AADSTS700212"}}}},
        {"AADSTS700213"_L1, {{.codes = {"AADSTS700213"}}}},
        {"AADSTS7000112"_L1, {{.codes = {"AADSTS7000112"}}}},
        {"AADSTS50105"_L1, {{.codes = {"AADSTS50105"}}}},
        {"AADSTS53003"_L1, {{.codes = {"AADSTS53003"}}}},
        {"AADSTS50076"_L1, {{.codes = {"AADSTS50076"}}}},
        {"AADSTS50079"_L1, {{.codes = {"AADSTS50079"}}}},
        {"AADSTS53000"_L1, {{.codes = {"AADSTS53000"}}}},
        {"AADSTS530003"_L1, {{.codes = {"AADSTS530003"}}}},
        {"AADSTS65001"_L1, {{.codes = {"AADSTS65001"}}}},
    };
    return list;
}

QByteArray withoutByteOrderMark(const QByteArray &body)
{
    return (body.startsWith("\xEF\xBB\xBF") ? body.mid(3) : body).trimmed();
}

QJsonObject jsonOf(const ServiceAnswer &answer)
{
    if (!answer.json.isEmpty())
        return answer.json;
    return QJsonDocument::fromJson(withoutByteOrderMark(answer.body)).object();
}

struct EntitlementError {
    int key = 0;
    QString value;
};

// operationResult of an addition, operationResults of a change (one for each operation), results of
// a change of several members.
QList<EntitlementError> entitlementErrors(const QJsonObject &json)
{
    QJsonArray results{json};
    results.append(json["operationResult"_L1]);
    for (const auto &name : {"operationResults"_L1, "results"_L1}) {
        for (const QJsonValue result : json[name].toArray())
            results.append(result);
    }
    QList<EntitlementError> errors;
    for (const QJsonValue result : std::as_const(results)) {
        for (const QJsonValue error : result["errors"_L1].toArray())
            errors.append({error["key"_L1].toInt(), error["value"_L1].toString()});
    }
    return errors;
}

QString htmlTitle(const QByteArray &body)
{
    static const QRegularExpression title(u"<title[^>]{0,200}>([^<]{0,2000})</title>"_s,
                                          QRegularExpression::CaseInsensitiveOption);
    QString text = title.match(QString::fromUtf8(body.left(65536))).captured(1).simplified();
    text.replace(u"&#39;"_s, u"'"_s).replace(u"&quot;"_s, u"\""_s).replace(u"&lt;"_s, u"<"_s);
    return text.replace(u"&gt;"_s, u">"_s).replace(u"&amp;"_s, u"&"_s);
}

QString firstString(const QJsonObject &json, std::initializer_list<QLatin1StringView> names)
{
    for (const auto &name : names) {
        if (const QString text = json[name].toString(); !text.isEmpty())
            return text;
    }
    return {};
}

// "Microsoft.TeamFoundation.Core.WebApi.ProjectDoesNotExistException, Microsoft..." has the type key
// as the last part of its first name.
QString typeKeyOf(const QJsonObject &json)
{
    const QString key = firstString(json, {"typeKey"_L1});
    return key.isEmpty() ? firstString(json, {"typeName"_L1}).section(u',', 0, 0).section(u'.', -1) : key;
}

QString firstCode(const QString &text)
{
    static const QRegularExpression code(u"\\b(?:TF\\d{5,7}|VS\\d{6,7}|AADSTS\\d{4,8})\\b"_s);
    return code.match(text).captured();
}

bool anyOf(const auto &list, const auto &fits)
{
    return list.empty() || std::ranges::any_of(list, fits);
}

struct Text {
    ServiceError error;
    QString searched; // message, entitlement errors, X-TFS-ServiceError, title
    QList<EntitlementError> entitlements;
    QJsonObject json;
    QByteArray body;
    QString mediaType;
};

Text textOf(const ServiceAnswer &answer)
{
    Text text;
    text.json = jsonOf(answer);
    text.body = withoutByteOrderMark(answer.body);
    text.mediaType = answer.contentType.section(u';', 0, 0).trimmed().toLower();
    text.entitlements = entitlementErrors(text.json);

    ServiceError &error = text.error;
    if (!text.json.isEmpty()) {
        error.typeKey = typeKeyOf(text.json);
        error.message = firstString(text.json, {"message"_L1, "Message"_L1, "error_description"_L1});
        if (error.message.isEmpty())
            error.message = firstString(text.json["value"_L1].toObject(), {"Message"_L1, "message"_L1});
        if (const QJsonValue entra = text.json["error"_L1]; error.typeKey.isEmpty()) {
            error.typeKey = entra.isObject() ? entra["code"_L1].toString() : entra.toString();
            if (error.message.isEmpty())
                error.message = entra["message"_L1].toString();
        }
    } else if (text.body.startsWith('<')) {
        error.message = htmlTitle(text.body);
    } else if (text.mediaType.isEmpty() || text.mediaType.startsWith("text/"_L1)) {
        error.message = QString::fromUtf8(text.body);
    }

    QStringList searched{error.message};
    for (const EntitlementError &entitlement : std::as_const(text.entitlements)) {
        if (error.message.isEmpty())
            error.message = entitlement.value;
        searched.append(entitlement.value);
    }
    if (error.message.isEmpty())
        error.message = answer.serviceError;
    searched.append(answer.serviceError);
    text.searched = searched.join(u'\n');
    error.code = firstCode(text.searched);
    return text;
}

QString jsonPath(const QJsonObject &json, const char *path)
{
    QJsonValue value = json;
    for (const QString &name : QString::fromLatin1(path).split(u'.'))
        value = value[name];
    return value.toString();
}

bool fits(const Condition &condition, const ServiceAnswer &answer, const Text &text)
{
    const auto says = [&](const char *words) { return text.searched.contains(QLatin1StringView(words)); };
    return anyOf(condition.status, [&](int status) { return status == answer.status; })
        && (!condition.bodyEmpty || text.body.isEmpty())
        && anyOf(condition.contentType, [&](auto type) { return text.mediaType == QLatin1StringView(type); })
        && anyOf(condition.contentTypeNot,
                 [&](auto type) { return text.mediaType != QLatin1StringView(type); })
        && anyOf(condition.bodyStartsWith, [&](auto start) { return text.body.startsWith(start); })
        && anyOf(condition.locationContains,
                 [&](auto part) { return answer.location.contains(QLatin1StringView(part)); })
        && anyOf(condition.headerEquals.values,
                 [&](auto value) {
                     const QString name = QString::fromLatin1(condition.headerEquals.name).toLower();
                     return answer.headers.value(name) == QLatin1StringView(value);
                 })
        && anyOf(condition.headerPresent,
                 [&](auto name) { return answer.headers.contains(QString::fromLatin1(name).toLower()); })
        && anyOf(condition.jsonPathStartsWith.values,
                 [&](auto start) {
                     return jsonPath(text.json, condition.jsonPathStartsWith.name)
                         .startsWith(QLatin1StringView(start));
                 })
        && anyOf(condition.jsonPathEquals.values,
                 [&](auto value) {
                     return jsonPath(text.json, condition.jsonPathEquals.name) == QLatin1StringView(value);
                 })
        && anyOf(condition.codes,
                 [&](auto code) { return containsWholeWords(text.searched, QString::fromLatin1(code)); })
        && anyOf(condition.messageContains, says) && std::ranges::all_of(condition.messageContainsAll, says)
        && anyOf(condition.typeKeys, [&](auto key) { return text.error.typeKey == QLatin1StringView(key); })
        && anyOf(condition.entitlementKeys, [&](int key) {
               return std::ranges::any_of(text.entitlements,
                                          [&](const auto &error) { return error.key == key; });
           });
}

// ---- Texts out of their context --------------------------------------------------------------------

bool isToldByWords(const Condition &condition)
{
    return condition.status.empty() && condition.entitlementKeys.empty() && !condition.headerEquals.name;
}

const Phrases &wordsOfRules()
{
    static const Phrases phrases = [] {
        QStringList words;
        for (const Rule &rule : rules()) {
            for (const Condition &condition : rule.any) {
                for (const auto &list : {condition.codes, condition.messageContains,
                                         condition.messageContainsAll, condition.typeKeys}) {
                    for (const char *word : list)
                        words.append(QString::fromLatin1(word).toLower());
                }
            }
        }
        words.removeDuplicates();
        return Phrases(words, Phrases::Ends::WholeWords);
    }();
    return phrases;
}

// The words by which the condition fits, or empty.
QString tellingWords(const Condition &condition, const QSet<QString> &said)
{
    const auto isSaid = [&said](const char *words) {
        return said.contains(QString::fromLatin1(words).toLower());
    };
    if (!isToldByWords(condition) || !anyOf(condition.messageContains, isSaid)
        || !std::ranges::all_of(condition.messageContainsAll, isSaid))
        return {};
    if (!condition.messageContainsAll.empty())
        return QString::fromLatin1(condition.messageContainsAll.back());
    for (const auto &list : {condition.codes, condition.typeKeys, condition.messageContains}) {
        if (list.empty())
            continue;
        const auto first = std::ranges::find_if(list, isSaid);
        return first == list.end() ? QString() : QString::fromLatin1(*first);
    }
    return {};
}

} // namespace

ServiceAnswer serviceAnswer(int status, const QByteArray &body, const QHash<QString, QString> &headers)
{
    ServiceAnswer answer;
    answer.status = status;
    answer.body = body;
    for (auto header = headers.begin(); header != headers.end(); ++header)
        answer.headers.insert(header.key().toLower(), header.value());
    answer.contentType = answer.headers.value(u"content-type"_s);
    answer.location = answer.headers.value(u"location"_s);
    const QByteArray encoded = answer.headers.value(u"x-tfs-serviceerror"_s).toUtf8();
    answer.serviceError = QString::fromUtf8(QByteArray::fromPercentEncoding(encoded));
    answer.json = jsonOf(answer);
    return answer;
}

ServiceError parseServiceError(const ServiceAnswer &answer)
{
    return textOf(answer).error;
}

QString matchServiceError(const ServiceAnswer &answer)
{
    const Text text = textOf(answer);
    for (const Rule &rule : rules()) {
        if (anyOf(rule.any, [&](const Condition &condition) { return fits(condition, answer, text); }))
            return rule.id;
    }
    return {};
}

QList<ServiceErrorMention> serviceErrorsIn(const QString &lowered)
{
    const QSet<QString> said = wordsOfRules().in(lowered);
    QList<ServiceErrorMention> mentions;
    QSet<QString> told; // a code speaks for the first rule only: TF400813 has a particular and a general one
    for (const Rule &rule : rules()) {
        for (const Condition &condition : rule.any) {
            const QString words = tellingWords(condition, said);
            if (words.isEmpty() || told.contains(words))
                continue;
            told.insert(words);
            mentions.append({rule.id, words});
            break;
        }
    }
    return mentions;
}

} // namespace signet
