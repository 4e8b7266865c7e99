#include "core/report/reportdocument.h"

#include "core/findings/catalogue.h"
#include "core/findings/sandboxcommand.h"
#include "core/report/observationwords.h"

#include <QCoreApplication>
#include <QSet>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QString tr(const char *text)
{
    return QCoreApplication::translate("Report", text);
}

QString stageTitle(const QString &stage)
{
    if (stage == "machine"_L1)
        return tr("Machine");
    if (stage == "token"_L1)
        return tr("Token");
    if (stage == "organization"_L1)
        return tr("Organization");
    if (stage == "membership"_L1)
        return tr("Membership");
    if (stage == "permissions"_L1)
        return tr("Permissions");
    if (stage == "terraform"_L1)
        return tr("Terraform");
    return stage;
}

// Labels of evidence that helps a person or support, in reading order; other keys only fill texts in.
QList<QPair<QString, QString>> evidenceLines(const QJsonObject &evidence)
{
    static const QList<QPair<QString, const char *>> labels{
        {u"status"_s, QT_TRANSLATE_NOOP("Report", "status")},
        {u"serviceCode"_s, QT_TRANSLATE_NOOP("Report", "code")},
        {u"serviceMessage"_s, QT_TRANSLATE_NOOP("Report", "message")},
        {u"transport"_s, QT_TRANSLATE_NOOP("Report", "transport")},
        {u"endpoint"_s, QT_TRANSLATE_NOOP("Report", "asked")},
        {u"host"_s, QT_TRANSLATE_NOOP("Report", "host")},
        {u"proxy"_s, QT_TRANSLATE_NOOP("Report", "proxy")},
        {u"variable"_s, QT_TRANSLATE_NOOP("Report", "variable")},
        {u"path"_s, QT_TRANSLATE_NOOP("Report", "file")},
        {u"errno"_s, QT_TRANSLATE_NOOP("Report", "error")},
        {u"group"_s, QT_TRANSLATE_NOOP("Report", "group")},
        {u"permission"_s, QT_TRANSLATE_NOOP("Report", "permission")},
        {u"age"_s, QT_TRANSLATE_NOOP("Report", "age of the token")},
        {u"objectId"_s, QT_TRANSLATE_NOOP("Report", "object id")},
        {u"clientId"_s, QT_TRANSLATE_NOOP("Report", "client id")},
        {u"expectedObjectId"_s, QT_TRANSLATE_NOOP("Report", "expected object id")},
        {u"expectedClientId"_s, QT_TRANSLATE_NOOP("Report", "expected client id")},
        {u"audience"_s, QT_TRANSLATE_NOOP("Report", "audience")},
        {u"tenantId"_s, QT_TRANSLATE_NOOP("Report", "tenant of the identity")},
        {u"organizationTenantId"_s, QT_TRANSLATE_NOOP("Report", "tenant of the organization")},
        {u"skewSeconds"_s, QT_TRANSLATE_NOOP("Report", "seconds apart")},
        {u"retryAfter"_s, QT_TRANSLATE_NOOP("Report", "retry after (s)")},
        {u"activityId"_s, QT_TRANSLATE_NOOP("Report", "activity id")},
        {u"requestId"_s, QT_TRANSLATE_NOOP("Report", "request id")},
    };
    QList<QPair<QString, QString>> lines;
    for (const auto &[key, label] : labels) {
        const QString value = evidence.value(key).toVariant().toString();
        if (!value.isEmpty())
            lines.append({tr(label), value});
    }
    return lines;
}

ReportDocument::Cause causeOf(const ReportedFinding &found, const QString &sandbox)
{
    ReportDocument::Cause cause;
    cause.id = found.id;
    cause.severity = found.severity;
    cause.rootCause = found.rootCause;
    cause.evidence = evidenceLines(found.evidence);
    cause.checks = found.checks;
    cause.explainCommand = inSandbox(u"signet explain "_s + found.id.toString(), sandbox);
    const Problem problem(found.id, found.evidence);
    cause.text = describe(problem, sandbox);
    cause.symptom = findingOf(problem).nature == Nature::Symptom;
    return cause;
}

bool isAsking(const Report &report, QLatin1StringView check)
{
    const CheckResult *result = report.check(check);
    return result && !report.finished && result->phase != Phase::Done;
}

ReportDocument::Card machineCard(const Report &report)
{
    ReportDocument::Card card;
    card.heading = tr("This machine");
    if (report.machine) {
        card.state = ReportDocument::Card::State::Known;
        card.name =
            report.machine->name.isEmpty() ? shortened(report.machine->objectId) : report.machine->name;
        card.lines.append(identityKindWords(report.machine->kind));
        card.objectId = report.machine->objectId;
    } else if (isAsking(report, "identity.token"_L1)) {
        card.state = ReportDocument::Card::State::Asking;
        card.name = tr("asking the identity endpoint");
    } else {
        const CheckResult *token = report.check(u"identity.token");
        const bool nobody = token && token->status == Status::Failed;
        card.state = nobody ? ReportDocument::Card::State::Nobody : ReportDocument::Card::State::Unknown;
        card.name = nobody ? tr("nobody") : tr("not known");
        if (nobody)
            card.lines.append(tr("no identity answered"));
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
    card.heading = organization.isEmpty() ? tr("Azure DevOps") : tr("Azure DevOps · %1").arg(organization);
    if (report.azureDevOps) {
        card.state = ReportDocument::Card::State::Known;
        card.name = report.azureDevOps->name.isEmpty() ? shortened(report.azureDevOps->objectId)
                                                       : report.azureDevOps->name;
        const IdentityFacts &member = *report.azureDevOps;
        card.lines.append(member.accessLevel.isEmpty() ? tr("member")
                                                       : tr("member · %1").arg(member.accessLevel));
        if (!member.groups.isEmpty()) {
            const QString first = member.groups.first();
            card.lines.append(member.groups.size() == 1
                                  ? tr("in %1").arg(first)
                                  : tr("in %1 and %2 more").arg(first).arg(member.groups.size() - 1));
        }
        card.objectId = member.objectId;
        return card;
    }
    const CheckResult *membership = report.check(u"devops.membership");
    if (isAsking(report, "devops.membership"_L1)) {
        card.state = ReportDocument::Card::State::Asking;
        card.name = tr("waiting for the token");
        if (isAsking(report, "devops.connection"_L1) && report.machine)
            card.name = tr("asking who the token is");
    } else if (membership && membership->status == Status::Failed) {
        card.state = ReportDocument::Card::State::Nobody;
        card.name = tr("nobody");
        card.lines.append(tr("knows no such member"));
    } else {
        card.state = ReportDocument::Card::State::Unknown;
        card.name = tr("not known");
        card.lines.append(organization.isEmpty() ? tr("no organization was named")
                                                 : tr("not asked, see the cause"));
    }
    return card;
}

ReportDocument::Card terraformCard(const Report &report)
{
    ReportDocument::Card card;
    card.heading = tr("Terraform");
    if (report.terraform) {
        const IdentityFacts &facts = *report.terraform;
        const bool nobody = facts.credential == "none"_L1;
        card.state = nobody ? ReportDocument::Card::State::Nobody : ReportDocument::Card::State::Known;
        card.name = facts.name;
        if (card.name.isEmpty())
            card.name =
                facts.objectId.isEmpty() ? credentialWords(facts.credential) : shortened(facts.objectId);
        if (nobody)
            card.name = tr("nobody");
        card.lines.append(nobody ? tr("finds no credential") : identityKindWords(facts.kind));
        card.objectId = facts.objectId;
    } else if (isAsking(report, "terraform.credential"_L1)) {
        card.state = ReportDocument::Card::State::Asking;
        card.name = tr("reading the configuration");
    } else if (report.subject.contains("terraform"_L1)) {
        card.name = tr("not known");
        card.lines.append(tr("the configuration could not be read"));
    } else {
        card.name = tr("not looked at");
        card.lines.append(tr("no configuration was read"));
    }
    return card;
}

ReportDocument::Link linkBetween(const ReportDocument::Card &a, const ReportDocument::Card &b)
{
    using State = ReportDocument::Card::State;
    if (a.state == State::Known && b.state == State::Known && !a.objectId.isEmpty() && !b.objectId.isEmpty())
        return a.objectId == b.objectId ? ReportDocument::Link::Equal : ReportDocument::Link::Different;
    if (a.state == State::Known && b.state == State::Nobody)
        return ReportDocument::Link::Different;
    if (a.state == State::Nobody && b.state == State::Known)
        return ReportDocument::Link::Different;
    return ReportDocument::Link::Unknown;
}

ReportDocument::CheckLine lineOf(const Report &report, const CheckResult &check)
{
    ReportDocument::CheckLine line;
    line.id = check.id;
    line.title = QCoreApplication::translate("Check", check.title.toUtf8().constData());
    line.status = check.status;
    line.phase = check.phase;
    line.durationMs = check.durationMs;
    line.findingId = check.problem ? check.problem->findingId : FindingId();

    if (check.phase == Phase::Waiting) {
        line.detail = tr("waiting");
    } else if (check.phase == Phase::Asking) {
        line.detail =
            check.limitMs > 0 ? tr("asking, at most %1").arg(durationText(check.limitMs)) : tr("asking");
        if (check.provisional)
            line.detail = tr("no answer yet: %1").arg(describe(*check.provisional).title);
    } else if (check.status == Status::Skipped) {
        QStringList titles;
        for (const QString &id : check.because) {
            const CheckResult *need = report.check(id);
            titles.append(need ? QCoreApplication::translate("Check", need->title.toUtf8().constData()) : id);
        }
        line.detail = tr("not checked, it needs: %1").arg(titles.join(u"; "_s));
    } else if (check.problem) {
        line.detail = describe(*check.problem).title;
    } else if (check.status == Status::Unknown) {
        line.detail = report.stopped ? tr("stopped before the answer") : tr("could not be found out");
    } else {
        line.detail = observationWords(check);
    }
    return line;
}

QString sentenceOf(const Report &report, const ReportDocument &document)
{
    if (report.stopped)
        return tr("Stopped before all checks were done.");
    if (!report.finished) {
        for (const CheckResult &check : report.checks) {
            if (check.provisional)
                return tr("%1, it seems. Still asking.").arg(describe(*check.provisional).title);
        }
        return tr("Checking.");
    }
    if (!document.causes.isEmpty())
        return document.causes.first().text.title + u'.';
    if (report.verdict == Verdict::Ready) {
        const QString organization = report.subject["organization"_L1].toString();
        return tr("%1 can work in %2.").arg(document.cards[0].name, organization);
    }
    return tr("Nothing is wrong as far as could be seen, but not everything could be seen.");
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
    QStringList parts{tr("%1 passed").arg(passed)};
    if (warned)
        parts.append(tr("%1 with a warning").arg(warned));
    if (failed)
        parts.append(tr("%1 failed").arg(failed));
    if (skipped)
        parts.append(tr("%1 not checked").arg(skipped));
    if (unknown)
        parts.append(tr("%1 unknown").arg(unknown));
    QString totals = parts.join(u", "_s);
    if (report.finished) {
        totals += tr(" · %n requests").replace(u"%n"_s, QString::number(report.exchanges.size()));
        totals += u" · "_s + durationText(report.durationMs);
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

QString actorWords(Actor who)
{
    switch (who) {
    case Actor::You:
        return tr("you");
    case Actor::OrganizationAdmin:
        return tr("organization administrator");
    case Actor::AzureAdmin:
        return tr("Azure administrator");
    }
    Q_UNREACHABLE();
}

QString shortened(const QString &id)
{
    if (id.size() <= 16)
        return id;
    return id.left(4) + u'…' + id.right(4);
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
    document.links = {linkBetween(document.cards[0], document.cards[1]),
                      linkBetween(document.cards[1], document.cards[2])};
    // Another credential is another identity, also where its ids are not known.
    const bool otherCredential = report.terraform && report.terraform->objectId.isEmpty()
        && report.terraform->credential != "managed-identity"_L1;
    if (otherCredential && document.cards[1].state == ReportDocument::Card::State::Known)
        document.links[1] = ReportDocument::Link::Different;

    for (const ReportedFinding &found : report.findings)
        (found.rootCause ? document.causes : document.others)
            .append(causeOf(found, report.subject["sandbox"_L1].toString()));

    for (const CheckResult &check : report.checks) {
        if (document.stages.isEmpty() || document.stages.last().id != check.stage) {
            ReportDocument::Stage stage;
            stage.id = check.stage;
            stage.title = stageTitle(check.stage);
            document.stages.append(stage);
        }
        document.stages.last().checks.append(lineOf(report, check));
    }

    document.sentence = sentenceOf(report, document);
    if (report.finished && !report.stopped && report.verdict == Verdict::Ready && !report.terraform)
        document.remark = tr("Which credential Terraform itself would choose was not looked at.");
    for (const ReportDocument::Cause &cause : std::as_const(document.causes)) {
        if (cause.symptom)
            document.remark = tr("This is what is seen; why it is so could not be found out.");
    }
    document.totals = totalsOf(report);
    return document;
}

} // namespace signet
