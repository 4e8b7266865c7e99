#include "core/diagnosis/conclusions.h"

#include "core/findings/catalogue.h"
#include "core/result/fields.h"

#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

template <class Seen>
const Seen *find(const std::vector<Observation> &observations)
{
    for (const Observation &observation : observations) {
        if (const auto *seen = std::get_if<Seen>(&observation))
            return seen;
    }
    return nullptr;
}

QString lastSegment(const QString &resourceId)
{
    return resourceId.section(u'/', -1);
}

std::optional<IdentityFacts> identityOf(const std::optional<Claims> &token)
{
    if (!token || token->objectId.isEmpty())
        return std::nullopt;
    const Claims &claims = *token;
    IdentityFacts facts;
    facts.kind = toString(identityTypeOf(claims));
    facts.objectId = claims.objectId;
    facts.clientId = claims.appId;
    facts.tenantId = claims.tenantId;
    facts.resourceId = claims.miResourceId;
    facts.name = lastSegment(claims.miResourceId);
    if (facts.name.isEmpty())
        facts.name = userName(claims);
    return facts;
}

std::optional<IdentityFacts> machineIdentity(const std::vector<Observation> &observations)
{
    const auto *token = find<TokenSeen>(observations);
    return token ? identityOf(token->claims) : std::nullopt;
}

std::optional<IdentityFacts> devOpsIdentity(const std::vector<Observation> &observations)
{
    const auto *seen = find<ConnectionSeen>(observations);
    if (!seen || seen->kind != ConnectionSeen::Kind::Identity)
        return std::nullopt;
    IdentityFacts facts;
    facts.kind = seen->identity.isServicePrincipal() ? u"application"_s : u"person"_s;
    facts.name = seen->identity.displayName;
    facts.objectId = seen->identity.objectId;
    facts.tenantId = seen->identity.tenantId;
    facts.descriptor = seen->identity.subjectDescriptor;
    if (const auto *member = find<MemberSeen>(observations); member && member->entitlement) {
        facts.accessLevel = member->entitlement->accessLevel.displayName();
        facts.groups = member->groups;
        facts.groupCount = int(member->memberships.value_or(QStringList()).size());
    }
    return facts;
}

// The identity that the provider would use with the configuration that was read. Where it would send the same
// request as this run did, the answer tells everything about the identity. A personal access token says
// nothing about its owner, whom Azure DevOps names.
std::optional<IdentityFacts> terraformIdentity(const std::vector<Observation> &observations,
                                               const Question &question)
{
    const auto *seen = find<CredentialSeen>(observations);
    if (!seen || !seen->decision || !question.terraformFolder)
        return std::nullopt;
    const DecisionSeen &decision = *seen->decision;
    // Whom it would be is what an unknown value decides.
    if (!decision.unknownArguments.isEmpty())
        return std::nullopt;
    IdentityFacts facts;
    facts.credential = toString(decision.decidedBy);
    facts.kind = decision.identityKind;
    facts.clientId = decision.clientId;
    const auto *signIn = find<ExpectedSignInSeen>(observations);
    if (signIn && signIn->method == decision.decidedBy) {
        auto signedIn = identityOf(signIn->claims);
        if (signIn->method == CredentialMethod::Pat)
            signedIn = devOpsIdentity(observations);
        if (signedIn) {
            facts = *signedIn;
            facts.credential = toString(decision.decidedBy);
        }
        return facts;
    }
    const auto *token = find<TokenSeen>(observations);
    const bool sameRequest = decision.decidedBy == CredentialMethod::ManagedIdentity && token
        && decision.identitySource == toString(sourceOf(token->answer.endpoint.value_or(EndpointKind::Imds)))
        && token->clientId.compare(decision.clientId, Qt::CaseInsensitive) == 0;
    if (sameRequest) {
        if (const auto machine = machineIdentity(observations)) {
            facts = *machine;
            facts.credential = toString(decision.decidedBy);
        }
    }
    return facts;
}

// What questionOf() reads back.
QJsonObject subjectOf(const std::vector<Observation> &observations, const Question &question)
{
    QJsonObject subject;
    const auto name = question.organizationName();
    subject.insert(u"organization"_s, name ? QJsonValue(name->toString()) : QJsonValue());
    if (const QString origin = question.organizationOrigin().toString(); !origin.isEmpty())
        subject.insert(u"organizationFrom"_s, origin);
    if (name && question.organization->value.text != name->toString())
        subject.insert(u"organizationText"_s, question.organization->value.text);
    if (const auto &wrong = question.wrongOrganization)
        subject.insert(u"wrongOrganization"_s, writeFields(wrong->value));
    if (!question.projects.isEmpty())
        subject.insert(u"projects"_s, QJsonArray::fromStringList(question.projects));
    const auto *tenant = find<OrganizationTenantSeen>(observations);
    subject.insert(u"tenantId"_s,
                   tenant && tenant->tenantId ? QJsonValue(tenant->tenantId->toString()) : QJsonValue());

    QJsonObject host;
    const auto *machine = find<MachineSeen>(observations);
    const auto *instance = find<InstanceSeen>(observations);
    const auto *token = find<TokenSeen>(observations);
    if (machine) {
        Machine refined = machine->machine;
        if (token && token->claims)
            refined = refinedBy(refined, machineResourceId(*token->claims));
        if (instance && instance->instance)
            refined = refinedBy(refined, instance->instance->resourceId);
        if (instance && instance->instance && !instance->instance->scaleSetName.isEmpty()
            && refined.kind == MachineKind::AzureVm)
            refined.kind = MachineKind::AzureVmss;
        host.insert(u"kind"_s, toString(refined.kind));
    }
    if (instance && instance->instance) {
        host.insert(u"name"_s, instance->instance->name);
        host.insert(u"resourceGroup"_s, instance->instance->resourceGroup);
        host.insert(u"subscription"_s, instance->instance->subscriptionId);
        host.insert(u"location"_s, instance->instance->location);
        host.insert(u"resourceId"_s, instance->instance->resourceId);
    }
    subject.insert(u"host"_s, host);

    QJsonObject expected;
    if (question.clientId)
        expected.insert(u"clientId"_s, question.clientId->value.toString());
    if (question.objectId)
        expected.insert(u"objectId"_s, question.objectId->toString());
    if (question.resourceId)
        expected.insert(u"resourceId"_s, question.resourceId->toString());
    if (question.expectedCredential)
        expected.insert(u"credential"_s, toString(*question.expectedCredential));
    if (question.clientId && question.clientId->origin.kind != Origin::Kind::Unknown)
        expected.insert(u"from"_s, question.clientId->origin.toString());
    subject.insert(u"expected"_s, expected);
    if (const auto &folder = question.terraformFolder) {
        subject.insert(u"terraform"_s,
                       QJsonObject{{u"directory"_s, folder->value}, {u"from"_s, folder->origin.toString()}});
    }
    if (!question.sandbox.isEmpty())
        subject.insert(u"sandbox"_s, question.sandbox);
    return subject;
}

// Names that any text can use, whichever check has the finding: fixes use the person's own names.
QJsonObject commonEvidence(const Report &report, const std::vector<Observation> &observations,
                           const Question &question)
{
    QJsonObject common;
    const QString organization = report.subject["organization"_L1].toString();
    if (!organization.isEmpty()) {
        common.insert(u"organization"_s, organization);
        common.insert(u"organizationUrl"_s, u"https://dev.azure.com/"_s + organization);
    }
    const QString tenant = report.subject["tenantId"_L1].toString();
    if (!tenant.isEmpty())
        common.insert(u"organizationTenantId"_s, tenant);
    const QJsonObject host = report.subject["host"_L1].toObject();
    common.insert(u"hostKind"_s, host["kind"_L1]);
    if (host.contains("name"_L1)) {
        common.insert(u"vm"_s, host["name"_L1]);
        common.insert(u"resourceGroup"_s, host["resourceGroup"_L1]);
        common.insert(u"subscription"_s, host["subscription"_L1]);
    }
    const bool isMachines = expectsManagedIdentity(question);
    if (const auto &identity = isMachines ? report.machine : report.terraform) {
        common.insert(u"principal"_s, identity->name);
        common.insert(u"objectId"_s, identity->objectId);
        common.insert(u"clientId"_s, identity->clientId);
        common.insert(u"tenantId"_s, identity->tenantId);
        common.insert(u"resourceId"_s, identity->resourceId);
    } else if (host.contains("name"_L1)) {
        common.insert(u"principal"_s, host["name"_L1]);
    }
    if (const auto &folder = question.terraformFolder)
        common.insert(u"directory"_s, folder->value);
    const auto *machine = find<MachineSeen>(observations);
    if (machine && !machine->userName.isEmpty())
        common.insert(u"user"_s, machine->userName);
    return common;
}

void addFinding(Report &report, const CheckResult &check, Problem &problem, const QJsonObject &common)
{
    QJsonObject evidence = common;
    for (auto it = problem.evidence.begin(); it != problem.evidence.end(); ++it)
        evidence.insert(it.key(), it.value());
    problem.evidence = evidence;

    const Finding *entry = findFinding(problem.findingId);
    ReportedFinding found;
    found.id = problem.findingId;
    found.evidence = evidence;
    found.checks = {check.id};
    // The same finding can be a blocker in one place and a doubt in another: the check decides.
    const bool isInfo = (entry && entry->severity == Severity::Info) || problem.evidence[guessKey].toBool();
    const bool blocks = check.status == Status::Failed || problem.evidence[unansweredKey].toBool();
    found.severity = blocks ? (entry ? entry->severity : Severity::Blocker)
        : isInfo            ? Severity::Info
                            : Severity::Warning;
    const auto same = std::find_if(report.findings.begin(), report.findings.end(),
                                   [&found](const ReportedFinding &other) { return other.id == found.id; });
    if (same == report.findings.end()) {
        report.findings.append(found);
        return;
    }
    if (!same->checks.contains(check.id))
        same->checks.append(check.id);
    if (found.severity == Severity::Blocker)
        same->severity = Severity::Blocker;
}

void collectFindings(Report &report, const QJsonObject &common)
{
    for (CheckResult &check : report.checks) {
        if (!check.problem)
            continue;
        addFinding(report, check, *check.problem, common);
        for (Problem &problem : check.further)
            addFinding(report, check, problem, common);
    }
}

// A text fits several causes. When one of them was found on this machine, the text is about that one, even if
// its words fit another better.
bool isAboutAnother(const Report &report, const ReportedFinding &found)
{
    const QString told = check::errorText.toString();
    if (found.checks != QStringList{told})
        return false;
    const QJsonArray possible = found.evidence["possible"_L1].toArray();
    return std::any_of(report.findings.cbegin(), report.findings.cend(), [&](const ReportedFinding &other) {
        return other.severity <= found.severity && !other.checks.contains(told)
            && possible.contains(QJsonValue(other.id.toString()));
    });
}

// Whether the reason explains the other. What is only possible explains nothing.
bool explains(const ReportedFinding &reason, const ReportedFinding &found)
{
    const Finding *entry = findFinding(found.id);
    if (!entry || reason.evidence[guessKey].toBool())
        return false;
    for (const auto *reasons : {&entry->causes, &entry->explainedBy}) {
        if (std::find(reasons->begin(), reasons->end(), reason.id) != reasons->end())
            return true;
    }
    return false;
}

void nameRootCauses(Report &report)
{
    const bool hasBlocker =
        std::any_of(report.findings.cbegin(), report.findings.cend(),
                    [](const auto &found) { return found.severity == Severity::Blocker; });
    // A warning that explains a blocker is one itself.
    for (ReportedFinding &found : report.findings) {
        const bool blocks =
            std::any_of(report.findings.cbegin(), report.findings.cend(), [&found](const auto &other) {
                return other.severity == Severity::Blocker && explains(found, other);
            });
        if (blocks)
            found.severity = Severity::Blocker;
    }
    for (ReportedFinding &found : report.findings) {
        if (hasBlocker && found.severity != Severity::Blocker)
            continue;
        const bool isExplained =
            std::any_of(report.findings.cbegin(), report.findings.cend(),
                        [&found](const ReportedFinding &other) { return explains(other, found); });
        found.rootCause = !isExplained && !isAboutAnother(report, found);
    }
    // Root causes first, then by severity, then in the order of the checks.
    QList<ReportedFinding> ordered;
    for (const bool rootCause : {true, false}) {
        for (const Severity severity : {Severity::Blocker, Severity::Warning, Severity::Info}) {
            for (const ReportedFinding &found : std::as_const(report.findings)) {
                if (found.rootCause == rootCause && found.severity == severity)
                    ordered.append(found);
            }
        }
    }
    report.findings = ordered;
    for (const ReportedFinding &found : std::as_const(report.findings)) {
        if (found.rootCause)
            report.rootCauses.append(found.id);
    }
}

// Whether the verdict has to wait for it. A failure that blocks has made the verdict already; one that may be
// over in a minute, such as a server error, leaves it open.
bool isOpen(const CheckResult &result, Weight weight, bool isMember)
{
    if (isInTheWay(result))
        return weight == Weight::Full;
    switch (result.status) {
    case Status::Failed:
    case Status::Unknown:
        return weight == Weight::Full || (weight == Weight::SettledByMembership && !isMember);
    case Status::Skipped:
        return weight != Weight::None;
    case Status::Passed:
    case Status::Warning:
        return false;
    }
    Q_UNREACHABLE();
}

Verdict verdictOf(const Report &report, std::span<const Check> checks)
{
    const bool blocked = std::any_of(report.findings.cbegin(), report.findings.cend(),
                                     [](const auto &found) { return found.severity == Severity::Blocker; });
    if (blocked)
        return Verdict::NotReady;
    const CheckResult *membership = report.check(check::devopsMembership);
    const bool isMember = membership && membership->status == Status::Passed;
    bool open = report.stopped;
    for (std::size_t i = 0; i < checks.size(); ++i)
        open = open || isOpen(report.checks[i], checks[i].weight, isMember);
    return open ? Verdict::Unclear : Verdict::Ready;
}

} // namespace

Question questionOf(const QJsonObject &subject)
{
    Question question;
    const Origin organizationFrom = Origin::fromString(subject["organizationFrom"_L1].toString());
    if (subject.contains("wrongOrganization"_L1)) {
        const auto wrong = readFields<Problem>(subject["wrongOrganization"_L1].toObject());
        question.wrongOrganization = Given<Problem>{wrong, organizationFrom};
    } else if (const auto organization = givenOrganization(
                   subject["organizationText"_L1].toString(subject["organization"_L1].toString()), {})) {
        question.organization = Given<OrganizationInput>{organization->value, organizationFrom};
    }
    const QJsonArray projects = subject["projects"_L1].toArray();
    for (const QJsonValue project : projects)
        question.projects.append(project.toString());

    const QJsonObject expected = subject["expected"_L1].toObject();
    if (const auto id = ClientId::parse(expected["clientId"_L1].toString()))
        question.clientId = Given<ClientId>{*id, Origin::fromString(expected["from"_L1].toString())};
    if (const auto id = ObjectId::parse(expected["objectId"_L1].toString()))
        question.objectId = *id;
    if (const auto id = ResourceId::parse(expected["resourceId"_L1].toString()))
        question.resourceId = *id;
    question.expectedCredential = credentialMethodNamed(expected["credential"_L1].toString());
    if (subject.contains("terraform"_L1)) {
        const QJsonObject terraform = subject["terraform"_L1].toObject();
        question.terraformFolder = Given<QString>{terraform["directory"_L1].toString(),
                                                  Origin::fromString(terraform["from"_L1].toString())};
    }
    question.sandbox = subject["sandbox"_L1].toString();
    return question;
}

void describeIdentities(Report &report, const std::vector<Observation> &observations,
                        const Question &question)
{
    report.machine = machineIdentity(observations);
    report.azureDevOps = devOpsIdentity(observations);
    report.terraform = terraformIdentity(observations, question);
}

void conclude(Report &report, std::span<const Check> checks, const std::vector<Observation> &observations,
              const Question &question)
{
    describeIdentities(report, observations, question);
    report.subject = subjectOf(observations, question);
    collectFindings(report, commonEvidence(report, observations, question));
    nameRootCauses(report);
    report.verdict = verdictOf(report, checks);
}

} // namespace signet
