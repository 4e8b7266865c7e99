#include "core/report/reportdocument.h"

#include "core/diagnosis/check.h"
#include "core/findings/catalogue.h"
#include "core/findings/evidencewords.h"
#include "core/findings/sandboxcommand.h"
#include "core/result/printable.h"

#include <QCoreApplication>
#include <QDir>
#include <QHash>
#include <QRegularExpression>
#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ReportText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

QString stageTitle(const QString &stage)
{
    if (stage == "machine"_L1)
        return ReportText::tr("Machine");
    if (stage == "token"_L1)
        return ReportText::tr("Token");
    if (stage == "organization"_L1)
        return ReportText::tr("Organization");
    if (stage == "membership"_L1)
        return ReportText::tr("Membership");
    if (stage == "permissions"_L1)
        return ReportText::tr("Permissions");
    if (stage == "terraform"_L1)
        return ReportText::tr("Terraform");
    return stage;
}

// Labels of evidence that helps a person or support, in reading order; other keys only fill texts in.
QList<QPair<QString, QString>> evidenceLines(const QJsonObject &evidence)
{
    static const QList<QPair<QString, const char *>> labels{
        {u"status"_s, QT_TRANSLATE_NOOP("Report", "status")},
        {u"serviceCode"_s, QT_TRANSLATE_NOOP("Report", "code")},
        {u"serviceMessage"_s, QT_TRANSLATE_NOOP("Report", "message")},
        {u"errorText"_s, QT_TRANSLATE_NOOP("Report", "error text")},
        {u"transport"_s, QT_TRANSLATE_NOOP("Report", "transport")},
        {u"endpoint"_s, QT_TRANSLATE_NOOP("Report", "endpoint")},
        {u"host"_s, QT_TRANSLATE_NOOP("Report", "host")},
        {u"proxy"_s, QT_TRANSLATE_NOOP("Report", "proxy")},
        {u"variable"_s, QT_TRANSLATE_NOOP("Report", "variable")},
        {u"path"_s, QT_TRANSLATE_NOOP("Report", "file")},
        {u"errno"_s, QT_TRANSLATE_NOOP("Report", "error")},
        {u"group"_s, QT_TRANSLATE_NOOP("Report", "group")},
        {u"permission"_s, QT_TRANSLATE_NOOP("Report", "permission")},
        {u"rights"_s, QT_TRANSLATE_NOOP("Report", "right")},
        {u"resources"_s, QT_TRANSLATE_NOOP("Report", "needed by")},
        {u"age"_s, QT_TRANSLATE_NOOP("Report", "age of the token")},
        {u"objectId"_s, QT_TRANSLATE_NOOP("Report", "object id")},
        {u"clientId"_s, QT_TRANSLATE_NOOP("Report", "client id")},
        {u"expectedObjectId"_s, QT_TRANSLATE_NOOP("Report", "expected object id")},
        {u"expectedClientId"_s, QT_TRANSLATE_NOOP("Report", "expected client id")},
        {u"audience"_s, QT_TRANSLATE_NOOP("Report", "audience")},
        {u"tenantId"_s, QT_TRANSLATE_NOOP("Report", "tenant of the identity")},
        {u"organizationTenantId"_s, QT_TRANSLATE_NOOP("Report", "tenant of the organization")},
        {u"skewSeconds"_s, QT_TRANSLATE_NOOP("Report", "clock difference (s)")},
        {u"retryAfter"_s, QT_TRANSLATE_NOOP("Report", "retry after (s)")},
        {u"activityId"_s, QT_TRANSLATE_NOOP("Report", "activity id")},
        {u"requestId"_s, QT_TRANSLATE_NOOP("Report", "request id")},
    };
    QList<QPair<QString, QString>> lines;
    for (const auto &[key, label] : labels) {
        const QString value = evidence.value(key).toVariant().toString();
        // The rights say it, each with its object.
        const bool isRepeated = key == "permission"_L1 && evidence.contains("rights"_L1);
        if (!value.isEmpty() && !isRepeated)
            lines.append({ReportText::tr(label), key == "transport"_L1 ? transportWords(value) : value});
        constexpr qsizetype mostLines = 20; // of one list
        const QJsonArray values = evidence.value(key).toArray();
        for (qsizetype i = 0; i < std::min(values.size(), mostLines); ++i)
            lines.append({ReportText::tr(label), values[i].toString()});
    }
    return lines;
}

// The file and the line of the configuration that a finding is about: "main.tf" and 12, or "main.tf:12".
void placeInConfiguration(ReportDocument::Cause *cause, const QJsonObject &evidence, const QString &directory)
{
    static const QRegularExpression form(u"^(.+\\.(?:tf|tofu)(?:\\.json)?)(?::([0-9]+))?$"_s);
    const auto match = form.match(evidence["path"_L1].toString());
    if (!match.hasMatch())
        return;
    cause->file = match.captured(1);
    cause->line = match.hasCaptured(2) ? match.captured(2).toInt() : evidence["line"_L1].toInt();
    if (QDir::isRelativePath(cause->file) && !directory.isEmpty())
        cause->file = QDir::cleanPath(directory + u'/' + cause->file);
}

ReportDocument::Cause causeOf(const ReportedFinding &found, const QJsonObject &subject)
{
    const QString sandbox = subject["sandbox"_L1].toString();
    ReportDocument::Cause cause;
    cause.id = found.id;
    cause.severity = found.severity;
    cause.rootCause = found.rootCause;
    cause.evidence = evidenceLines(found.evidence);
    cause.checks = found.checks;
    placeInConfiguration(&cause, found.evidence,
                         subject["terraform"_L1].toObject()["directory"_L1].toString());
    cause.explainCommand = inSandbox(u"signet explain "_s + found.id.toString(), sandbox);
    const Problem problem(found.id, found.evidence);
    cause.text = describe(problem, sandbox);
    cause.symptom = findingOf(problem).nature == Nature::Symptom;
    return cause;
}

bool isAsking(const Report &report, CheckId check)
{
    const CheckResult *result = report.check(check);
    return result && !report.finished && result->phase != Phase::Done;
}

ReportDocument::Card machineCard(const Report &report)
{
    ReportDocument::Card card;
    card.heading = ReportText::tr("This machine");
    if (report.machine) {
        card.state = ReportDocument::Card::State::Known;
        card.name = report.machine->name.isEmpty() ? shortened(report.machine->objectId)
                                                   : printable(report.machine->name);
        card.lines.append(identityKindWords(report.machine->kind));
        card.objectId = report.machine->objectId;
    } else if (report.checks.empty()) {
        card.name = ReportText::tr("not checked");
    } else if (!report.check(check::identityToken)) {
        card.name = ReportText::tr("not needed");
    } else if (isAsking(report, check::identityToken)) {
        card.state = ReportDocument::Card::State::Asking;
        card.name = ReportText::tr("asking the identity endpoint");
    } else {
        const CheckResult *token = report.check(check::identityToken);
        const bool isNone = token && token->status == Status::Failed;
        const bool isSeveral =
            isNone && token->problem && token->problem->findingId == finding::multipleIdentities;
        card.state = isNone ? ReportDocument::Card::State::None : ReportDocument::Card::State::Unknown;
        card.name = isSeveral ? ReportText::tr("several identities")
            : isNone          ? ReportText::tr("no identity")
                              : ReportText::tr("not known");
    }
    const QString kind = report.subject["host"_L1].toObject()["kind"_L1].toString();
    if (!kind.isEmpty())
        card.lines.append(hostKindWords(kind));
    return card;
}

ReportDocument::Card devOpsCard(const Report &report)
{
    ReportDocument::Card card;
    const QString organization = report.subject["organization"_L1].toString();
    card.heading = organization.isEmpty() ? ReportText::tr("Azure DevOps")
                                          : ReportText::tr("Azure DevOps · %1").arg(organization);
    if (report.azureDevOps) {
        card.state = ReportDocument::Card::State::Known;
        card.name = report.azureDevOps->name.isEmpty() ? shortened(report.azureDevOps->objectId)
                                                       : printable(report.azureDevOps->name);
        const IdentityFacts &member = *report.azureDevOps;
        card.lines.append(member.accessLevel.isEmpty()
                              ? ReportText::tr("member")
                              : ReportText::tr("member · %1").arg(member.accessLevel));
        if (!member.groups.isEmpty()) {
            const QString first = member.groups.first();
            card.lines.append(
                member.groups.size() == 1
                    ? ReportText::tr("in %1").arg(first)
                    : ReportText::tr("in %1 and %n more group(s)", nullptr, int(member.groups.size()) - 1)
                          .arg(first));
        } else if (member.groupCount > 0) {
            card.lines.append(ReportText::tr("in %n group(s)", nullptr, member.groupCount));
        }
        card.objectId = member.objectId;
        return card;
    }
    const CheckResult *membership = report.check(check::devopsMembership);
    if (isAsking(report, check::devopsMembership)) {
        card.state = ReportDocument::Card::State::Asking;
        card.name = ReportText::tr("waiting for the token");
        if (isAsking(report, check::devopsConnection) && report.machine)
            card.name = ReportText::tr("asking which member it is");
    } else if (membership && membership->status == Status::Failed) {
        card.state = ReportDocument::Card::State::None;
        card.name = ReportText::tr("not a member");
    } else {
        card.state = ReportDocument::Card::State::Unknown;
        card.name = report.checks.empty() ? ReportText::tr("not checked") : ReportText::tr("not known");
        const CheckResult *connection = report.check(check::devopsConnection);
        const bool wasAsked = connection && connection->phase == Phase::Done
            && connection->status != Status::Skipped && connection->askedAtMs >= 0;
        if (report.checks.empty())
            return card;
        card.lines.append(organization.isEmpty() ? ReportText::tr("no organization was specified")
                              : wasAsked         ? ReportText::tr("asked without success")
                                                 : ReportText::tr("not checked; see the cause"));
    }
    return card;
}

ReportDocument::Card terraformCard(const Report &report)
{
    ReportDocument::Card card;
    card.heading = ReportText::tr("Terraform");
    if (report.terraform) {
        const IdentityFacts &facts = *report.terraform;
        const bool isNone = facts.credential == "none"_L1;
        card.state = isNone ? ReportDocument::Card::State::None : ReportDocument::Card::State::Known;
        card.name = printable(facts.name);
        if (card.name.isEmpty())
            card.name =
                facts.objectId.isEmpty() ? credentialWords(facts.credential) : shortened(facts.objectId);
        if (isNone)
            card.name = ReportText::tr("no identity");
        card.lines.append(isNone ? ReportText::tr("no credential found") : identityKindWords(facts.kind));
        card.objectId = facts.objectId;
    } else if (isAsking(report, check::terraformCredential)) {
        card.state = ReportDocument::Card::State::Asking;
        card.name = ReportText::tr("reading the configuration");
    } else if (report.subject.contains("terraform"_L1)) {
        card.name = ReportText::tr("not known");
        const CheckResult *configuration = report.check(check::terraformConfiguration);
        const bool wasRead = configuration && configuration->status == Status::Passed;
        card.lines.append(wasRead ? ReportText::tr("not decided; see the cause")
                                  : ReportText::tr("the configuration could not be read"));
    } else {
        card.name = ReportText::tr("not checked");
        card.lines.append(ReportText::tr("no configuration was read"));
    }
    return card;
}

ReportDocument::Link linkBetween(const ReportDocument::Card &a, const ReportDocument::Card &b)
{
    using State = ReportDocument::Card::State;
    if (a.state == State::Known && b.state == State::Known && !a.objectId.isEmpty() && !b.objectId.isEmpty())
        return a.objectId == b.objectId ? ReportDocument::Link::Equal : ReportDocument::Link::Different;
    if (a.state == State::Known && b.state == State::None)
        return ReportDocument::Link::Different;
    if (a.state == State::None && b.state == State::Known)
        return ReportDocument::Link::Different;
    return ReportDocument::Link::Unknown;
}

// The card that a check is about.
std::size_t cardOf(const QString &stage)
{
    if (stage == "machine"_L1 || stage == "token"_L1)
        return 0;
    return stage == "terraform"_L1 ? 2 : 1;
}

// What is not ready does not look ready: the cards that the root causes are about are at fault, and where no
// cause is known, those whose checks could not be completed are unknown.
void markFaults(const Report &report, std::array<ReportDocument::Card, 3> *cards)
{
    using State = ReportDocument::Card::State;
    if (!report.finished || report.verdict == Verdict::Ready)
        return;
    const auto mark = [cards](const CheckResult &check, State state) {
        ReportDocument::Card &card = (*cards)[cardOf(check.stage)];
        if (card.state == State::Known || card.state == State::Unknown)
            card.state = state;
    };
    bool hasCause = false;
    for (const ReportedFinding &found : report.findings) {
        if (!found.rootCause)
            continue;
        for (const QString &id : found.checks) {
            if (const CheckResult *check = report.check(id)) {
                hasCause = true;
                mark(*check, State::AtFault);
            }
        }
    }
    for (const CheckResult &check : report.checks) {
        if (!hasCause && check.status != Status::Passed && check.status != Status::Warning)
            mark(check, State::Unknown);
    }
}

ReportDocument::CheckLine lineOf(const Report &report, const CheckResult &check)
{
    ReportDocument::CheckLine line;
    line.id = check.id;
    line.title = QCoreApplication::translate("Check", check.title.toUtf8().constData());
    line.status = check.status;
    line.phase = check.phase;
    line.durationMs = check.durationMs;
    line.isInTheWay = check.phase == Phase::Done && isInTheWay(check);
    line.findingId = check.problem ? check.problem->findingId : FindingId();

    if (check.phase == Phase::Waiting) {
        line.detail = ReportText::tr("waiting");
    } else if (check.phase == Phase::Asking) {
        line.detail = check.limitMs > 0
            ? ReportText::tr("asking, at most %1").arg(durationText(check.limitMs))
            : ReportText::tr("asking");
        if (check.provisional)
            line.detail = ReportText::tr("no response yet: %1").arg(describe(*check.provisional).title);
    } else if (check.status == Status::Skipped) {
        QStringList titles;
        for (const QString &id : check.because) {
            const CheckResult *need = report.check(id);
            titles.append(need ? QCoreApplication::translate("Check", need->title.toUtf8().constData()) : id);
        }
        line.detail = ReportText::tr("not checked, because it depends on: %1").arg(titles.join(u"; "_s));
    } else if (check.problem) {
        line.detail = describe(*check.problem).title;
    } else if (check.status == Status::Unknown) {
        line.detail = report.stopped ? ReportText::tr("stopped before the response")
                                     : ReportText::tr("could not be determined");
    } else {
        const Check *known = findCheck(check.id);
        if (known && known->summary)
            line.detail = printable(known->summary(check.observation));
    }
    return line;
}

QString sentenceOf(const Report &report, const ReportDocument &document)
{
    if (report.stopped)
        return ReportText::tr("Stopped before all checks were done.");
    if (!report.finished) {
        for (const CheckResult &check : report.checks) {
            if (check.provisional)
                return ReportText::tr("Probably: %1. Still checking.")
                    .arg(describe(*check.provisional).title);
        }
        return ReportText::tr("Checking.");
    }
    if (!document.causes.isEmpty())
        return document.causes.first().text.title + u'.';
    if (report.verdict == Verdict::Ready) {
        const QString organization = report.subject["organization"_L1].toString();
        const bool isMachines = report.machine.has_value();
        return ReportText::tr("%1 can work in %2.")
            .arg(document.cards[isMachines ? 0 : 1].name, organization);
    }
    return ReportText::tr("No problems found, but some checks could not be completed.");
}

QString totalsOf(const Report &report)
{
    int passed = 0, warned = 0, failed = 0, skipped = 0, unknown = 0;
    for (const CheckResult &check : report.checks) {
        if (check.phase != Phase::Done)
            continue;
        switch (check.status) {
        case Status::Passed:
            ++passed;
            break;
        case Status::Warning:
            ++warned;
            break;
        case Status::Failed:
            ++failed;
            break;
        case Status::Skipped:
            ++skipped;
            break;
        case Status::Unknown:
            ++unknown;
            break;
        }
    }
    QStringList parts{ReportText::tr("%1 passed").arg(passed)};
    if (warned)
        parts.append(ReportText::tr("%1 with warnings").arg(warned));
    if (failed)
        parts.append(ReportText::tr("%1 failed").arg(failed));
    if (skipped)
        parts.append(ReportText::tr("%1 not checked").arg(skipped));
    if (unknown)
        parts.append(ReportText::tr("%1 unknown").arg(unknown));
    QString totals = parts.join(u", "_s);
    if (report.finished) {
        totals += u" · "_s + ReportText::tr("%n request(s)", nullptr, int(report.exchanges.size())) + u" · "_s
            + durationText(report.durationMs);
    }
    return totals;
}

} // namespace

Status ReportDocument::Stage::worst() const
{
    for (const Status status : {Status::Failed, Status::Warning, Status::Unknown, Status::Skipped}) {
        if (count(status) > 0)
            return status;
    }
    return Status::Passed;
}

int ReportDocument::Stage::count(Status status) const
{
    int found = 0;
    for (const CheckLine &check : checks) {
        if (check.phase == Phase::Done && check.status == status)
            ++found;
    }
    return found;
}

QString toolVersionOf(const Report &report)
{
    return report.toolVersion.isEmpty() ? QStringLiteral(SIGNET_VERSION) : report.toolVersion;
}

QString verdictWords(Verdict verdict)
{
    switch (verdict) {
    case Verdict::Ready:
        return ReportText::tr("Ready");
    case Verdict::NotReady:
        return ReportText::tr("Not ready");
    case Verdict::Unclear:
        return ReportText::tr("Unclear");
    }
    Q_UNREACHABLE();
}

QString statusWords(Status status)
{
    switch (status) {
    case Status::Passed:
        return ReportText::tr("passed");
    case Status::Warning:
        return ReportText::tr("warning");
    case Status::Failed:
        return ReportText::tr("failed");
    case Status::Skipped:
        return ReportText::tr("not checked");
    case Status::Unknown:
        return ReportText::tr("unknown");
    }
    Q_UNREACHABLE();
}

QString actorWords(Actor who)
{
    switch (who) {
    case Actor::You:
        return ReportText::tr("you");
    case Actor::OrganizationAdmin:
        return ReportText::tr("organization administrator");
    case Actor::AzureAdmin:
        return ReportText::tr("Azure administrator");
    }
    Q_UNREACHABLE();
}

QString stepWords(const FindingText::Step &step)
{
    if (step.who == Actor::You)
        return step.text;
    const bool leads = step.text.endsWith(u':');
    return (leads ? step.text.chopped(1) : step.text) + u" ("_s + actorWords(step.who) + u')'
        + (leads ? u":"_s : QString());
}

QString transportWords(const QString &code)
{
    static const QHash<QString, const char *> words{
        {u"answered"_s, QT_TRANSLATE_NOOP("Report", "answered")},
        {u"not_sent"_s, QT_TRANSLATE_NOOP("Report", "not sent")},
        {u"stopped"_s, QT_TRANSLATE_NOOP("Report", "stopped")},
        {u"host_not_found"_s, QT_TRANSLATE_NOOP("Report", "host not found")},
        {u"connection_refused"_s, QT_TRANSLATE_NOOP("Report", "connection refused")},
        {u"connection_reset"_s, QT_TRANSLATE_NOOP("Report", "connection reset")},
        {u"host_unreachable"_s, QT_TRANSLATE_NOOP("Report", "host unreachable")},
        {u"network_unreachable"_s, QT_TRANSLATE_NOOP("Report", "network unreachable")},
        {u"access_denied"_s, QT_TRANSLATE_NOOP("Report", "access denied")},
        {u"timeout_connect"_s, QT_TRANSLATE_NOOP("Report", "connect timed out")},
        {u"timeout_read"_s, QT_TRANSLATE_NOOP("Report", "response timed out")},
        {u"tls_peer_rejected"_s, QT_TRANSLATE_NOOP("Report", "certificate refused")},
        {u"proxy_failed"_s, QT_TRANSLATE_NOOP("Report", "proxy failed")},
        {u"body_too_large"_s, QT_TRANSLATE_NOOP("Report", "response too large")},
        {u"protocol_error"_s, QT_TRANSLATE_NOOP("Report", "protocol error")},
        {u"failed"_s, QT_TRANSLATE_NOOP("Report", "failed")},
    };
    // A report of a later version may have codes that this one does not know.
    const char *known = words.value(code);
    return known ? ReportText::tr(known) : code;
}

QString durationText(double milliseconds)
{
    if (milliseconds < 100)
        return u"%1 ms"_s.arg(qRound(milliseconds));
    return u"%1 s"_s.arg(milliseconds / 1000.0, 0, 'f', milliseconds < 10'000 ? 1 : 0);
}

ReportDocument describe(const Report &report)
{
    ReportDocument document;
    document.running = !report.finished;
    document.verdict = report.verdict;
    document.cards = {machineCard(report), devOpsCard(report), terraformCard(report)};
    // Whether it is the right one is known with the verdict.
    for (ReportDocument::Card &card : document.cards) {
        if (document.running && !report.stopped && card.state == ReportDocument::Card::State::Known)
            card.state = ReportDocument::Card::State::Asking;
    }
    document.links = {linkBetween(document.cards[0], document.cards[1]),
                      linkBetween(document.cards[1], document.cards[2])};
    // Another credential is another identity, also where its ids are not known; the one that is expected is
    // the one that Azure DevOps was asked with.
    const QString expected = report.subject["expected"_L1].toObject()["credential"_L1].toString();
    const bool isKnownByCredential = report.terraform && report.terraform->objectId.isEmpty();
    const bool isExpected = report.terraform && report.terraform->credential == expected;
    if (isKnownByCredential && isExpected && document.cards[1].state == ReportDocument::Card::State::Known)
        document.links[1] = ReportDocument::Link::Equal;
    const bool otherCredential =
        isKnownByCredential && !isExpected && report.terraform->credential != "managed-identity"_L1;
    if (otherCredential && document.cards[1].state == ReportDocument::Card::State::Known)
        document.links[1] = ReportDocument::Link::Different;

    // After the links, which compare who is known.
    markFaults(report, &document.cards);

    for (const ReportedFinding &found : report.findings)
        (found.rootCause ? document.causes : document.others).append(causeOf(found, report.subject));

    for (const CheckResult &check : report.checks) {
        if (document.stages.isEmpty() || document.stages.last().id != check.stage) {
            ReportDocument::Stage stage;
            stage.id = check.stage;
            stage.title = stageTitle(check.stage);
            // What passes there without a configuration says nothing about one.
            if (check.stage == "terraform"_L1 && !report.subject.contains("terraform"_L1) && report.finished)
                stage.title = ReportText::tr("Terraform, without a configuration");
            document.stages.append(stage);
        }
        document.stages.last().checks.append(lineOf(report, check));
    }

    document.sentence = sentenceOf(report, document);
    if (report.finished && !report.stopped && report.verdict == Verdict::Ready && !report.terraform)
        document.remark = ReportText::tr("Which credential Terraform itself would use was not checked.");
    for (const ReportDocument::Cause &cause : std::as_const(document.causes)) {
        if (cause.symptom)
            document.remark = ReportText::tr("This is a symptom. Its cause could not be determined.");
    }
    document.totals = totalsOf(report);
    return document;
}

} // namespace signet
