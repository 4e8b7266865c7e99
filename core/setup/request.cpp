#include "core/setup/request.h"

#include "core/result/printable.h"
#include "core/setup/digestdocument.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr DocumentKind requestDocument{"signet-setup-request"_L1, 1, QT_TRANSLATE_NOOP("Reason", "a request"),
                                       "request"_L1};

constexpr QByteArrayView mailBegin("-----BEGIN SIGNET REQUEST-----");
constexpr QByteArrayView mailEnd("-----END SIGNET REQUEST-----");
// Short words, because a long run of letters looks like a secret, and what looks like one is cut from every
// text that leaves the program. Mail programs break lines after 72 columns at the earliest.
constexpr qsizetype letterGroup = 8;
constexpr qsizetype groupsALine = 7;

// A request is one identity and a handful of rights. More is a mistake, or meant to hide something in the
// list.
constexpr qsizetype mostRights = 200;
constexpr qsizetype longestText = 400; // characters

constexpr qint64 secondsADay = 24 * 60 * 60;
constexpr qint64 longestDays = 30;

Problem notValid(const QString &reason)
{
    return documentNotValid(requestDocument, reason);
}

// What a person reads in a list must be what is asked for.
bool isReadable(const QString &text)
{
    return text.size() <= longestText && printable(text) == text;
}

std::optional<QStringList> textsOf(const QJsonValue &value)
{
    if (!value.isArray())
        return std::nullopt;
    QStringList texts;
    const QJsonArray list = value.toArray();
    if (list.size() > mostRights)
        return std::nullopt;
    for (const QJsonValue entry : list) {
        const QString text = entry.toString();
        if (text.isEmpty() || !isReadable(text))
            return std::nullopt;
        texts.append(text);
    }
    return texts;
}

// The payload of a token is such JSON in base64, too, and its pieces are cut wherever they appear. Backwards,
// the same ids have other letters.
QByteArray reversed(QByteArray text)
{
    std::ranges::reverse(text);
    return text;
}

// The JSON behind the marks of a mail; the text itself where there are none. Blanks, line breaks and marks of
// quotation can be anywhere, also in the marks.
QByteArray withoutMail(const QByteArray &text)
{
    const auto squeezed = [](const QByteArray &lines) {
        QByteArray rest;
        for (const char character : lines) {
            if (character > ' ' && character != '>')
                rest.append(character);
        }
        return rest;
    };
    const QByteArray whole = squeezed(text);
    const QByteArray beginning = squeezed(mailBegin.toByteArray());
    const qsizetype begin = whole.indexOf(beginning);
    if (begin < 0)
        return text;
    const qsizetype from = begin + beginning.size();
    const qsizetype end = whole.indexOf(squeezed(mailEnd.toByteArray()), from);
    return reversed(QByteArray::fromBase64(whole.mid(from, end < 0 ? -1 : end - from)));
}

QString groupName(const PlanStep &step)
{
    return step.group.section(u'\\', -1);
}

// Whether a step that is in place is what was asked for.
bool grants(const PlanStep &step, const ProjectWish &wish)
{
    if (step.project.compare(wish.project, Qt::CaseInsensitive) != 0)
        return false;
    return wish.roleScope.isEmpty()
        ? groupName(step).compare(wish.group, Qt::CaseInsensitive) == 0
        : step.roleScope == wish.roleScope && step.role.compare(wish.role, Qt::CaseInsensitive) == 0;
}

} // namespace

QByteArray SetupRequest::toJson() const
{
    QJsonArray projects;
    for (const ProjectWish &wish : draft.projects)
        projects.append(textOf(wish));
    return documentToJson(
        requestDocument,
        {{u"createdAt"_s, QDateTime::fromSecsSinceEpoch(createdAt, Qt::UTC).toString(Qt::ISODate)},
         {u"reason"_s, reason.toString()},
         {u"organization"_s, draft.organization.toString()},
         {u"principal"_s,
          QJsonObject{{u"objectId"_s, draft.principal.objectId.toString()},
                      {u"clientId"_s, draft.principal.clientId},
                      {u"tenantId"_s, draft.principal.tenantId},
                      {u"resourceId"_s, draft.principal.resourceId},
                      {u"kind"_s, draft.principal.kind},
                      {u"name"_s, draft.principal.name}}},
         {u"accessLevel"_s, draft.accessLevel.toString()},
         {u"groups"_s, QJsonArray::fromStringList(draft.groups)},
         {u"projects"_s, projects}});
}

QByteArray SetupRequest::toMailBlock() const
{
    const QByteArray letters =
        reversed(QJsonDocument::fromJson(toJson()).toJson(QJsonDocument::Compact)).toBase64();
    QByteArray block = mailBegin.toByteArray() + '\n';
    for (qsizetype at = 0; at < letters.size(); at += letterGroup) {
        const bool isLast = at + letterGroup >= letters.size();
        const bool endsLine = (at / letterGroup + 1) % groupsALine == 0;
        block += letters.mid(at, letterGroup) + (isLast || endsLine ? '\n' : ' ');
    }
    return block + mailEnd.toByteArray() + '\n';
}

Result<SetupRequest> SetupRequest::fromText(const QByteArray &text)
{
    const auto content = documentFromJson(requestDocument, withoutMail(text));
    if (!content)
        return content.problem();
    const QJsonObject principal = (*content)["principal"_L1].toObject();
    const auto organization = OrganizationName::parse((*content)["organization"_L1].toString());
    const auto objectId = ObjectId::parse(principal["objectId"_L1].toString());
    const auto accessLevel = AccessLevel::parse((*content)["accessLevel"_L1].toString());
    const auto groups = textsOf((*content)["groups"_L1]);
    const auto projects = textsOf((*content)["projects"_L1]);
    const auto createdAt = QDateTime::fromString((*content)["createdAt"_L1].toString(), Qt::ISODate);
    if (!organization)
        return notValid(u"organization"_s);
    if (!objectId)
        return notValid(u"principal.objectId"_s);
    if (!accessLevel)
        return notValid(u"accessLevel"_s);
    if (!groups)
        return notValid(u"groups"_s);
    if (!projects)
        return notValid(u"projects"_s);
    if (!createdAt.isValid())
        return notValid(u"createdAt"_s);

    DraftPrincipal who{*objectId,
                       principal["name"_L1].toString(),
                       principal["clientId"_L1].toString(),
                       principal["tenantId"_L1].toString(),
                       principal["resourceId"_L1].toString(),
                       principal["kind"_L1].toString()};
    for (const QString &value : {who.name, who.clientId, who.tenantId, who.resourceId, who.kind}) {
        if (!isReadable(value))
            return notValid(u"principal"_s);
    }
    SetupRequest request{createdAt.toSecsSinceEpoch(),
                         FindingId::fromText((*content)["reason"_L1].toString()),
                         Draft{*organization, std::move(who), *accessLevel, *groups, {}}};
    for (const QString &project : *projects) {
        const auto wish = ProjectWish::parse(project);
        if (!wish)
            return notValid(u"projects"_s);
        request.draft.projects.append(*wish);
    }
    return request;
}

Result<Done> checkAge(const SetupRequest &request, qint64 now)
{
    // One from tomorrow would stay valid for as long as its date is ahead. Clocks differ by less than a day.
    const qint64 age = now - request.createdAt;
    if (age >= -secondsADay && age <= longestDays * secondsADay)
        return Done();
    return Problem(finding::requestOutdated, {{u"days"_s, longestDays}});
}

Result<RequestAnswer> answerOf(const SetupRequest &request, const Receipt &receipt)
{
    const Draft &asked = request.draft;
    if (!(receipt.plan.organization == asked.organization)
        || !(receipt.plan.principal.objectId == asked.principal.objectId)) {
        return Problem(finding::answerOfAnotherRequest,
                       {{u"organization"_s, receipt.plan.organization.toString()},
                        {u"objectId"_s, receipt.plan.principal.objectId.toString()}});
    }
    QList<PlanStep> inPlace = receipt.plan.present;
    for (qsizetype i = 0; i < receipt.steps.size(); ++i) {
        const ReceiptStep::State state = receipt.steps[i].state;
        if (state == ReceiptStep::State::Done || state == ReceiptStep::State::WasThere)
            inPlace.append(receipt.plan.steps[i]);
    }
    RequestAnswer answer;
    const bool hasLevel = std::ranges::any_of(inPlace, [&asked](const PlanStep &step) {
        return !step.accessLevel.isEmpty()
            && AccessLevel::ofService(step.accessLevel).covers(asked.accessLevel);
    });
    if (!hasLevel)
        answer.missing.append(asked.accessLevel.displayName());
    for (const QString &group : asked.groups) {
        const QString name = group.section(u'\\', -1);
        if (!std::ranges::any_of(inPlace, [&name](const PlanStep &step) {
                return step.project.isEmpty() && groupName(step).compare(name, Qt::CaseInsensitive) == 0;
            }))
            answer.missing.append(group);
    }
    for (const ProjectWish &wish : asked.projects) {
        if (!std::ranges::any_of(inPlace, [&wish](const PlanStep &step) { return grants(step, wish); }))
            answer.missing.append(textOf(wish));
    }
    answer.isComplete = answer.missing.isEmpty() && receipt.isComplete();
    return answer;
}

} // namespace signet
