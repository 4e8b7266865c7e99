#include "core/diagnosis/report.h"

#include "core/diagnosis/check.h"
#include "core/result/reason.h"

#include <QDateTime>
#include <QJsonArray>

#include <array>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr std::array<std::pair<Status, QLatin1StringView>, 5> statusWords{{
    {Status::Passed, "passed"_L1},
    {Status::Warning, "warning"_L1},
    {Status::Failed, "failed"_L1},
    {Status::Skipped, "skipped"_L1},
    {Status::Unknown, "unknown"_L1},
}};

QJsonValue orNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

std::optional<Severity> severityFrom(QStringView word)
{
    for (const Severity severity : {Severity::Blocker, Severity::Warning, Severity::Info}) {
        if (toString(severity) == word)
            return severity;
    }
    return std::nullopt;
}

QStringList strings(const QJsonValue &array)
{
    QStringList list;
    for (const QJsonValue item : array.toArray())
        list.append(item.toString());
    return list;
}

std::optional<IdentityFacts> identityFrom(const QJsonValue &json)
{
    if (!json.isObject())
        return std::nullopt;
    return IdentityFacts::fromJson(json.toObject());
}

} // namespace

QLatin1StringView toString(Status status)
{
    for (const auto &[value, word] : statusWords) {
        if (value == status)
            return word;
    }
    Q_UNREACHABLE();
}

std::optional<Status> statusFromString(QStringView word)
{
    for (const auto &[value, name] : statusWords) {
        if (name == word)
            return value;
    }
    return std::nullopt;
}

QLatin1StringView toString(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ready:
        return "ready"_L1;
    case Verdict::NotReady:
        return "not-ready"_L1;
    case Verdict::Unclear:
        return "unclear"_L1;
    }
    Q_UNREACHABLE();
}

QJsonObject IdentityFacts::toJson() const
{
    QJsonObject json{{u"kind"_s, orNull(kind)},
                     {u"name"_s, orNull(name)},
                     {u"objectId"_s, orNull(objectId)},
                     {u"clientId"_s, orNull(clientId)},
                     {u"tenantId"_s, orNull(tenantId)},
                     {u"resourceId"_s, orNull(resourceId)},
                     {u"descriptor"_s, orNull(descriptor)}};
    if (!credential.isEmpty())
        json.insert(u"credential"_s, credential);
    if (!accessLevel.isEmpty())
        json.insert(u"accessLevel"_s, accessLevel);
    if (groupCount > 0)
        json.insert(u"groupCount"_s, groupCount);
    if (!groups.isEmpty())
        json.insert(u"groups"_s, QJsonArray::fromStringList(groups));
    return json;
}

IdentityFacts IdentityFacts::fromJson(const QJsonObject &json)
{
    IdentityFacts facts;
    facts.kind = json["kind"_L1].toString();
    facts.name = json["name"_L1].toString();
    facts.objectId = json["objectId"_L1].toString();
    facts.clientId = json["clientId"_L1].toString();
    facts.tenantId = json["tenantId"_L1].toString();
    facts.resourceId = json["resourceId"_L1].toString();
    facts.descriptor = json["descriptor"_L1].toString();
    facts.credential = json["credential"_L1].toString();
    facts.accessLevel = json["accessLevel"_L1].toString();
    facts.groupCount = json["groupCount"_L1].toInt();
    const QJsonArray groups = json["groups"_L1].toArray();
    for (const QJsonValue group : groups)
        facts.groups.append(group.toString());
    return facts;
}

std::optional<bool> Report::agree() const
{
    if (!machine || !azureDevOps || !terraform)
        return std::nullopt;
    // Whoever holds another credential is not the managed identity, whatever ids are known.
    if (!terraform->credential.isEmpty() && terraform->credential != "managed-identity"_L1)
        return false;
    const QString objectId = machine->objectId;
    if (objectId.isEmpty() || azureDevOps->objectId.isEmpty() || terraform->objectId.isEmpty())
        return std::nullopt;
    return objectId == azureDevOps->objectId && objectId == terraform->objectId;
}

const CheckResult *Report::check(QAnyStringView id) const
{
    for (const CheckResult &result : checks) {
        if (QAnyStringView(result.id) == id)
            return &result;
    }
    return nullptr;
}

const ReportedFinding *Report::finding(FindingId id) const
{
    for (const ReportedFinding &found : findings) {
        if (found.id == id)
            return &found;
    }
    return nullptr;
}

bool Report::onlyWarnings() const
{
    bool warned = false;
    for (const CheckResult &result : checks) {
        if (isInTheWay(result))
            return false;
        warned = warned || result.status == Status::Warning;
    }
    return warned;
}

QJsonObject toJson(const CheckResult &check)
{
    return {{u"id"_s, check.id},
            {u"stage"_s, check.stage},
            {u"title"_s, check.title},
            {u"status"_s, toString(check.status)},
            {u"needs"_s, QJsonArray::fromStringList(check.needs)},
            {u"because"_s, QJsonArray::fromStringList(check.because)},
            {u"askedAtMs"_s, check.askedAtMs < 0 ? QJsonValue() : QJsonValue(check.askedAtMs)},
            {u"durationMs"_s, check.durationMs},
            {u"finding"_s, check.problem ? QJsonValue(check.problem->findingId.toString()) : QJsonValue()},
            {u"observation"_s, check.observation}};
}

Result<Report> Report::fromJson(const QJsonObject &json)
{
    const auto invalid = [](const QString &reason) {
        return Problem(finding::reportNotValid, {{u"reason"_s, reason}});
    };
    if (json["schemaVersion"_L1].toInt() != schemaVersion)
        return invalid(reasonText(reasons::otherSchema, schemaVersion));

    Report report;
    report.finished = true;
    report.toolVersion = json["tool"_L1].toObject()["version"_L1].toString();
    report.startedAt = QDateTime::fromString(json["startedAt"_L1].toString(), Qt::ISODate).toSecsSinceEpoch();
    report.durationMs = json["durationMs"_L1].toDouble();
    report.stopped = json["stopped"_L1].toBool();

    const QString verdict = json["verdict"_L1].toString();
    if (verdict == toString(Verdict::Ready))
        report.verdict = Verdict::Ready;
    else if (verdict == toString(Verdict::NotReady))
        report.verdict = Verdict::NotReady;
    else if (verdict != toString(Verdict::Unclear))
        return invalid(reasonText(QT_TRANSLATE_NOOP("Reason", "its verdict is unknown")));

    const QJsonObject identities = json["identities"_L1].toObject();
    report.machine = identityFrom(identities["machine"_L1]);
    report.azureDevOps = identityFrom(identities["azureDevOps"_L1]);
    report.terraform = identityFrom(identities["terraform"_L1]);
    report.subject = json["subject"_L1].toObject();
    report.exchanges = json["exchanges"_L1].toArray();
    for (const QString &id : strings(json["rootCauses"_L1]))
        report.rootCauses.append(FindingId::fromText(id));

    for (const QJsonValue item : json["findings"_L1].toArray()) {
        const QJsonObject object = item.toObject();
        ReportedFinding found;
        found.id = FindingId::fromText(object["id"_L1].toString());
        const auto severity = severityFrom(object["severity"_L1].toString());
        if (found.id.isEmpty() || !severity)
            return invalid(
                reasonText(QT_TRANSLATE_NOOP("Reason", "it has a finding without an id or severity")));
        if (report.verdict == Verdict::Ready && *severity == Severity::Blocker)
            return invalid(reasonText(reasons::readyDespiteFailure, found.id.toString()));
        found.severity = *severity;
        found.rootCause = object["rootCause"_L1].toBool();
        found.evidence = object["evidence"_L1].toObject();
        found.checks = strings(object["checks"_L1]);
        report.findings.append(found);
    }

    for (const QJsonValue item : json["checks"_L1].toArray()) {
        const QJsonObject object = item.toObject();
        CheckResult check;
        check.id = object["id"_L1].toString();
        const auto status = statusFromString(object["status"_L1].toString());
        if (check.id.isEmpty() || !status)
            return invalid(reasonText(QT_TRANSLATE_NOOP("Reason", "it has a check without an id or status")));
        check.phase = Phase::Done;
        check.status = *status;
        check.stage = object["stage"_L1].toString();
        check.title = object["title"_L1].toString();
        check.needs = strings(object["needs"_L1]);
        check.because = strings(object["because"_L1]);
        check.askedAtMs = object["askedAtMs"_L1].toDouble(-1);
        check.durationMs = object["durationMs"_L1].toDouble();
        check.observation = object["observation"_L1].toObject();
        const FindingId findingId = FindingId::fromText(object["finding"_L1].toString());
        if (!findingId.isEmpty()) {
            const ReportedFinding *found = report.finding(findingId);
            check.problem = Problem(findingId, found ? found->evidence : QJsonObject());
        }
        if (report.verdict == Verdict::Ready && check.status == Status::Failed)
            return invalid(reasonText(reasons::readyDespiteFailure, check.id));
        report.checks.push_back(check);
    }
    if (report.checks.empty())
        return invalid(reasonText(QT_TRANSLATE_NOOP("Reason", "it contains no checks")));
    return report;
}

} // namespace signet
