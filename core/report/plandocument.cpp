#include "core/report/plandocument.h"

#include "core/devops/accesstokenscope.h"
#include "core/findings/evidencewords.h"
#include "core/findings/findingtext.h"
#include "core/result/outgoing.h"
#include "core/rights/rightwords.h"

#include <QCoreApplication>
#include <QHash>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct PlanText {
    Q_DECLARE_TR_FUNCTIONS(Plan)
};

QString levelName(const QString &type)
{
    return AccessLevel::ofService(type).displayName();
}

QString groupGrants(const Plan &plan, const PlanStep &step)
{
    const QString name = step.group.section(u'\\', -1);
    static const QHash<QString, const char *> words{
        {u"Readers"_s, QT_TRANSLATE_NOOP("Plan", "can read everything in the project but change nothing")},
        {u"Contributors"_s,
         QT_TRANSLATE_NOOP("Plan",
                           "can read and change the repositories, work items and pipelines of the project")},
        {u"Build Administrators"_s,
         QT_TRANSLATE_NOOP("Plan", "can manage the pipelines of the project and their permissions")},
        {u"Project Administrators"_s,
         QT_TRANSLATE_NOOP("Plan",
                           "can do everything in the project, including managing the permissions of others")},
        {u"Project Collection Administrators"_s,
         QT_TRANSLATE_NOOP("Plan",
                           "can do everything in the organization, including managing members and billing")},
    };
    if (const char *text = words.value(name, nullptr))
        return PlanText::tr(text);
    return step.groupDescription.isEmpty() || plan.isFromFile
        ? PlanText::tr("gets the permissions of the group")
        : PlanText::tr("gets the permissions of the group: %1").arg(step.groupDescription);
}

QString permissionLine(const PlanStep &step)
{
    const QString titles = permissionTitles(step);
    const QString words = tokenWords(step.namespaceId, step.token);
    const QString project = outgoingLine(step.project);
    if (words.isEmpty())
        return project.isEmpty() ? PlanText::tr("permission %1 on the organization").arg(titles)
                                 : PlanText::tr("permission %1 on project %2").arg(titles, project);
    return project.isEmpty() ? PlanText::tr("permission %1 on %2").arg(titles, words)
                             : PlanText::tr("permission %1 on %2 in %3").arg(titles, words, project);
}

QString lineOf(const Plan &plan, const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
        return PlanText::tr("member %1 (%2)")
            .arg(outgoingLine(plan.principalName()), levelName(step.accessLevel));
    case PlanStep::Kind::ChangeAccessLevel:
        return PlanText::tr("access level %1 → %2")
            .arg(levelName(step.formerAccessLevel), levelName(step.accessLevel));
    case PlanStep::Kind::AddToGroup:
        return PlanText::tr("group %1").arg(outgoingLine(step.group));
    case PlanStep::Kind::AssignRole:
        return step.formerRole.isEmpty()
            ? PlanText::tr("role %1 on %2 in %3")
                  .arg(step.role, roleScopeWords(step.roleScope), outgoingLine(step.project))
            : PlanText::tr("role %1 → %2 on %3 in %4")
                  .arg(step.formerRole, step.role, roleScopeWords(step.roleScope),
                       outgoingLine(step.project));
    case PlanStep::Kind::AllowBits:
        return permissionLine(step);
    }
    Q_UNREACHABLE();
}

QString grantsOf(const Plan &plan, const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
    case PlanStep::Kind::ChangeAccessLevel:
        return AccessLevel::ofService(step.accessLevel).covers(AccessLevel::basic())
            ? PlanText::tr("can sign in and use repositories, boards and pipelines where its groups allow it")
            : PlanText::tr("can sign in and use boards, but not repositories");
    case PlanStep::Kind::AddToGroup:
        return groupGrants(plan, step);
    case PlanStep::Kind::AssignRole:
        return PlanText::tr("the role %1 on %2").arg(step.role, roleScopeWords(step.roleScope));
    case PlanStep::Kind::AllowBits:
        return PlanText::tr("these permissions on this object and everything below it; the other permissions "
                            "in its entry stay the same");
    }
    Q_UNREACHABLE();
}

QString costOf(const Plan &plan, const PlanStep &step)
{
    if (step.kind != PlanStep::Kind::AddMember && step.kind != PlanStep::Kind::ChangeAccessLevel)
        return {};
    const AccessLevel level = AccessLevel::ofService(step.accessLevel);
    if (!level.takesSeat())
        return PlanText::tr("no seat");
    if (!plan.seats || plan.isFromFile)
        return PlanText::tr("one %1 seat in this organization").arg(level.displayName());
    return plan.seats->available > 0
        ? PlanText::tr("one %1 seat in this organization; %2 of %3 are taken")
              .arg(level.displayName())
              .arg(plan.seats->assigned)
              .arg(plan.seats->total)
        : PlanText::tr("one %1 seat in this organization; all %2 are taken, so one has to be bought")
              .arg(level.displayName())
              .arg(plan.seats->total);
}

// Who is allowed to make the change.
QString permittedTo(const PlanStep &step)
{
    switch (step.kind) {
    case PlanStep::Kind::AddMember:
    case PlanStep::Kind::ChangeAccessLevel:
        return u"Project Collection Administrators"_s;
    case PlanStep::Kind::AddToGroup:
        return step.project.isEmpty() ? u"Project Collection Administrators"_s
                                      : PlanText::tr("administrators of %1").arg(step.project);
    case PlanStep::Kind::AssignRole:
        return PlanText::tr("administrators of %1 in %2").arg(roleScopeWords(step.roleScope), step.project);
    case PlanStep::Kind::AllowBits:
        return PlanText::tr("the permission %1 on this object").arg(permissionsToWrite(step));
    }
    Q_UNREACHABLE();
}

QString levelStays(const Plan &plan)
{
    const QString stays = plan.levelThatStays();
    if (stays.isEmpty())
        return {};
    return PlanText::tr("The access level stays %1, which includes everything that %2 allows. A plan only "
                        "adds access and never removes any, because something may depend on it. To lower the "
                        "level, change it under Organization settings > Users.")
        .arg(levelName(stays), plan.accessLevel.displayName());
}

// What the organization keeps of a step that is undone; empty: nothing.
QString keptAfterUndo(const PlanStep &step)
{
    return step.kind == PlanStep::Kind::AddMember
        ? PlanText::tr("the organization lists the identity as a former member, with the same internal id")
        : QString();
}

StepDocument stepDocument(const Plan &plan, const PlanStep &step, bool isPresent)
{
    using Kind = StepDocument::Detail::Kind;
    StepDocument document;
    const bool isChange = !step.formerAccessLevel.isEmpty() || !step.formerRole.isEmpty();
    document.change = isPresent ? StepDocument::Change::Present
        : isChange              ? StepDocument::Change::Altered
                                : StepDocument::Change::Added;
    document.title = stepTitle(evidenceOf(plan, step));
    document.line = lineOf(plan, step);
    const auto add = [&document](Kind kind, const QString &label, const QString &text) {
        if (!text.isEmpty())
            document.details.append({kind, label, text});
    };
    add(Kind::Grants, PlanText::tr("Grants"), grantsOf(plan, step));
    if (isPresent) {
        document.presentWords = PlanText::tr("already in place");
        return document;
    }
    const Request request = requestOf(plan, step, plan.member, {});
    add(Kind::Costs, PlanText::tr("Costs"), costOf(plan, step));
    add(Kind::Needs, PlanText::tr("Needs"), permittedTo(step));
    add(Kind::TokenScope, PlanText::tr("Token scope"), accessTokenScopeName(accessTokenScope(request)));
    add(Kind::KeptByUndo, PlanText::tr("Kept by undo"), keptAfterUndo(step));
    document.requestLabel = PlanText::tr("Sends");
    document.request = QString::fromLatin1(request.method) + u' ' + request.url.toString(QUrl::PrettyDecoded);
    document.requestBody = request.body;
    return document;
}

QString standingWords(Verification::Standing standing)
{
    switch (standing) {
    case Verification::Standing::AsMade:
        return PlanText::tr("in place");
    case Verification::Standing::Missing:
        return PlanText::tr("missing");
    case Verification::Standing::Changed:
        return PlanText::tr("changed since then");
    case Verification::Standing::NotMade:
        return PlanText::tr("not applied");
    }
    Q_UNREACHABLE();
}

} // namespace

QString StepDocument::detail(Detail::Kind kind) const
{
    for (const Detail &one : details) {
        if (one.kind == kind)
            return one.text;
    }
    return {};
}

PlanDocument describe(const Plan &plan)
{
    PlanDocument document;
    document.heading =
        PlanText::tr("What changes in %1 for %2").arg(plan.organization.toString(), plan.principalName());
    document.subject = {{PlanText::tr("Organization"), plan.organization.url()},
                        {PlanText::tr("Identity"), plan.principalName()},
                        {PlanText::tr("Object id"), plan.principal.objectId.toString(), true}};
    if (!plan.principal.clientId.isEmpty())
        document.subject.append({PlanText::tr("Client id"), plan.principal.clientId, true});
    for (const PlanStep &step : plan.steps)
        document.steps.append(stepDocument(plan, step, false));
    for (const PlanStep &step : plan.present)
        document.present.append(stepDocument(plan, step, true));
    document.levelStays = levelStays(plan);
    document.total = plan.steps.isEmpty()
        ? PlanText::tr("Nothing to do: everything is already in place.")
        : PlanText::tr("%n step(s) to apply.", nullptr, int(plan.steps.size()));
    return document;
}

QString stateWords(ReceiptStep::State state)
{
    using State = ReceiptStep::State;
    switch (state) {
    case State::NotReached:
        return PlanText::tr("not reached");
    case State::Begun:
        return PlanText::tr("sent, no response received");
    case State::Done:
        return PlanText::tr("done");
    case State::WasThere:
        return PlanText::tr("already existed; undo will not remove it");
    case State::Failed:
        return PlanText::tr("refused");
    case State::UndoBegun:
        return PlanText::tr("undo sent, no response received");
    case State::Undone:
        return PlanText::tr("undone");
    case State::Kept:
        return PlanText::tr("left as it is because it was changed since then");
    case State::Gone:
        return PlanText::tr("no longer in place; nothing was sent");
    }
    Q_UNREACHABLE();
}

ReceiptDocument describe(const Receipt &receipt)
{
    ReceiptDocument document;
    document.plan = describe(receipt.plan);
    document.becauseLabel = PlanText::tr("Reason");
    document.activityLabel = PlanText::tr("Activity id");
    document.keptLabel = PlanText::tr("Kept");
    for (qsizetype i = 0; i < receipt.steps.size(); ++i) {
        const ReceiptStep &step = receipt.steps[i];
        ReceiptDocument::Line line;
        line.state = step.state;
        line.words = stateWords(step.state);
        if (step.problem)
            line.because = describe(*step.problem).title;
        // What is gone went without a request, so the id of the one that made it would mislead.
        if (step.state != ReceiptStep::State::Gone)
            line.activityId = step.activityId;
        if (step.state == ReceiptStep::State::Undone)
            line.keptByUndo = keptAfterUndo(receipt.plan.steps[i]);
        document.lines.append(line);
    }
    return document;
}

UndoDocument describe(const Receipt &receipt, const UndoPlan &undo)
{
    UndoDocument document;
    document.plan = describe(receipt.plan);
    document.keptLabel = PlanText::tr("Kept");
    document.reverted = int(undo.steps.size() + undo.inDoubt.size());
    document.heading = document.reverted == 0
        ? PlanText::tr("There is nothing to undo")
        : PlanText::tr("Signet will undo these changes and nothing else");
    for (const int index : undo.steps)
        document.lines.append({.step = index,
                               .isReverted = true,
                               .line = document.plan.steps[index].line,
                               .words = {},
                               .kept = keptAfterUndo(receipt.plan.steps[index])});
    const auto addLeft = [&document](const QList<int> &indexes, const QString &words) {
        for (const int index : indexes)
            document.lines.append({.step = index,
                                   .isReverted = false,
                                   .line = document.plan.steps[index].line,
                                   .words = words,
                                   .kept = {}});
    };
    addLeft(undo.changedSince, PlanText::tr("stays, because it was changed since then"));
    addLeft(undo.gone, PlanText::tr("no longer in place; nothing will be sent"));
    addLeft(undo.inDoubt, PlanText::tr("got no response and is not in place; checked again, then undone"));
    if (undo.note) {
        const FindingText words = describe(*undo.note);
        document.note = words.title + u". "_s + words.cause;
    }
    if (!undo.lostGroups.isEmpty())
        document.lostGroups =
            PlanText::tr("The member has since been added to %n other group(s). Removing the member "
                         "also removes it from there.",
                         nullptr, int(undo.lostGroups.size()));
    return document;
}

VerificationDocument describe(const Receipt &receipt, const Verification &seen)
{
    VerificationDocument document;
    document.plan = describe(receipt.plan);
    for (qsizetype i = 0; i < seen.steps.size(); ++i)
        document.lines.append({seen.steps[i], document.plan.steps[i].line, standingWords(seen.steps[i])});
    if (seen.state.entitlement) {
        const Entitlement &entitlement = *seen.state.entitlement;
        const bool isPending = entitlement.status == "pending"_L1;
        document.member = {{PlanText::tr("Access level"), entitlement.accessLevel.displayName()},
                           {PlanText::tr("Status"),
                            isPending ? PlanText::tr("pending (normal until the identity makes its first "
                                                     "request)")
                                      : entitlement.status}};
        if (isPending)
            document.remark =
                PlanText::tr("The member is pending, which is normal until the identity makes its first "
                             "request.");
    }
    document.holds = seen.holds();
    document.sentence = document.holds
        ? PlanText::tr("All changes are in place in %1").arg(receipt.plan.organization.toString())
        : describe(*seen.problem).title;
    return document;
}

QString ownViewWords(const std::optional<QString> &sentenceOfReport)
{
    return sentenceOfReport
        ? PlanText::tr("Checked as the identity itself: %1").arg(*sentenceOfReport)
        : PlanText::tr("This machine does not have the identity, so it could not be checked as the identity "
                       "itself.");
}

ProgressDocument describe(const Plan &plan, const SetupProgress &progress, SetupDirection direction)
{
    ProgressDocument document;
    if (progress.step >= 0 && progress.step < plan.steps.size()) {
        const QString pattern = direction == SetupDirection::Apply ? PlanText::tr("%1 of %2: %3")
                                                                   : PlanText::tr("%1 of %2, undoing: %3");
        document.step = pattern.arg(progress.step + 1)
                            .arg(plan.steps.size())
                            .arg(stepTitle(evidenceOf(plan, plan.steps[progress.step])));
    }
    if (progress.left.count() > 0) {
        document.why = progress.finding == finding::entitlementReplicationDelay
            ? PlanText::tr("Azure DevOps does not know the identity yet")
            : PlanText::tr("Azure DevOps is throttling requests");
        document.next = PlanText::tr("Trying again in %n second(s).", nullptr, int(progress.left.count()));
        document.limit =
            PlanText::tr("Signet waits %n minute(s) at most.", nullptr, int(progress.longest.count() / 60));
    }
    return document;
}

} // namespace signet
