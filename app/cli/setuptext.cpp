#include "app/cli/setuptext.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/setup/planwords.h"

#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

void addHead(Screen &screen, const Plan &plan)
{
    screen.line(padded(u"Organization"_s, 14) + plan.organization.url());
    screen.line(padded(u"Identity"_s, 14) + screen.paint(Colour::Bold, printable(principalOf(plan))));
    screen.line(padded(u"  object id"_s, 14) + plan.principal.objectId.toString());
    if (!plan.principal.clientId.isEmpty())
        screen.line(padded(u"  client id"_s, 14) + printable(plan.principal.clientId));
    screen.line();
}

void addDetail(Screen &screen, const QString &label, const QString &value)
{
    if (!value.isEmpty())
        screen.paragraph(u"    "_s + padded(label, 10), printable(value));
}

QString sentenceOf(const Problem &problem)
{
    const Finding *finding = findFinding(problem.findingId);
    return finding ? describe(*finding, problem.evidence).title : problem.findingId;
}

struct StateWords {
    QString sign;
    QString words;
    Colour colour = Colour::Plain;
};
StateWords wordsOf(ReceiptStep::State state)
{
    using State = ReceiptStep::State;
    switch (state) {
    case State::NotReached:
        return {u"·"_s, u"not reached"_s, Colour::Dim};
    case State::Begun:
        return {u"?"_s, u"begun, and no answer came"_s, Colour::Warning};
    case State::Done:
        return {u"✓"_s, u"done"_s, Colour::Ok};
    case State::WasThere:
        return {u"✓"_s, u"was there; undo leaves it"_s, Colour::Ok};
    case State::Failed:
        return {u"✕"_s, u"refused"_s, Colour::Blocker};
    case State::UndoBegun:
        return {u"?"_s, u"taking back begun, and no answer came"_s, Colour::Warning};
    case State::Undone:
        return {u"−"_s, u"taken back"_s, Colour::Ok};
    case State::Kept:
        return {u"!"_s, u"left as it is: somebody changed it since"_s, Colour::Warning};
    }
    Q_UNREACHABLE();
}

StateWords wordsOf(Verification::Standing standing)
{
    using Standing = Verification::Standing;
    switch (standing) {
    case Standing::AsMade:
        return {u"✓"_s, u"stands"_s, Colour::Ok};
    case Standing::Missing:
        return {u"✕"_s, u"is missing"_s, Colour::Blocker};
    case Standing::Changed:
        return {u"!"_s, u"somebody changed it since"_s, Colour::Warning};
    case Standing::NotMade:
        return {u"·"_s, u"was not carried out"_s, Colour::Blocker};
    }
    Q_UNREACHABLE();
}

QLatin1StringView wordOf(Verification::Standing standing)
{
    using Standing = Verification::Standing;
    switch (standing) {
    case Standing::AsMade:
        return "as-made"_L1;
    case Standing::Missing:
        return "missing"_L1;
    case Standing::Changed:
        return "changed"_L1;
    case Standing::NotMade:
        return "not-made"_L1;
    }
    Q_UNREACHABLE();
}

} // namespace

QString stepCount(qsizetype count)
{
    return count == 1 ? u"one step"_s : u"%1 steps"_s.arg(count);
}

QString planToText(const Plan &plan, const TextStyle &style, Requests requests)
{
    Screen screen(style);
    addHead(screen, plan);
    for (const PlanStep &step : plan.present)
        screen.line(screen.paint(Colour::Dim, u"  = "_s + printable(lineOf(plan, step)) + u", is there"_s));
    if (const QString stays = levelStays(plan); !stays.isEmpty())
        screen.paragraph(u"  ! "_s, stays, Colour::Warning);
    for (const PlanStep &step : plan.steps) {
        const bool changes = !step.formerAccessLevel.isEmpty() || !step.formerRole.isEmpty();
        screen.line(screen.paint(changes ? Colour::Warning : Colour::Ok, changes ? u"  ~ "_s : u"  + "_s)
                    + screen.paint(Colour::Bold, printable(lineOf(plan, step))));
        addDetail(screen, u"grants"_s, grantsOf(step));
        addDetail(screen, u"costs"_s, costOf(plan, step));
        addDetail(screen, u"needs"_s, permittedTo(step));
        if (requests == Requests::Show) {
            addDetail(screen, u"scope"_s,
                      u"%1, of a personal access token"_s.arg(accessTokenScopeOf(plan, step)));
            const Request request = requestOf(plan, step, plan.member, {});
            addDetail(screen, u"sends"_s,
                      QString::fromLatin1(request.method) + u' ' + request.url.toString(QUrl::PrettyDecoded));
            addDetail(screen, {}, QString::fromUtf8(request.body));
        }
    }
    screen.line();
    screen.line(plan.steps.isEmpty() ? u"Nothing to do: all of it is there."_s
                                     : u"To do: %1."_s.arg(stepCount(plan.steps.size())));
    return screen.text();
}

QString receiptToText(const Receipt &receipt, const TextStyle &style)
{
    Screen screen(style);
    addHead(screen, receipt.plan);
    for (qsizetype i = 0; i < receipt.steps.size(); ++i) {
        const ReceiptStep &step = receipt.steps[i];
        const StateWords words = wordsOf(step.state);
        screen.line(screen.paint(words.colour, u"  "_s + words.sign + u' ')
                    + printable(titleOf(receipt.plan, receipt.plan.steps[i])) + u": "_s + words.words);
        if (step.problem)
            addDetail(screen, u"because"_s, sentenceOf(*step.problem));
        addDetail(screen, u"activity"_s, step.activityId);
        if (step.state == ReceiptStep::State::Undone)
            addDetail(screen, u"kept"_s, keptAfterUndo(receipt.plan.steps[i]));
    }
    for (const PlanStep &step : receipt.plan.present)
        screen.line(
            screen.paint(Colour::Dim, u"  = "_s + printable(lineOf(receipt.plan, step)) + u", was there"_s));
    return screen.text();
}

QString undoToText(const Receipt &receipt, const UndoPlan &undo, const TextStyle &style)
{
    Screen screen(style);
    addHead(screen, receipt.plan);
    for (const int index : undo.steps) {
        const PlanStep &step = receipt.plan.steps[index];
        screen.line(screen.paint(Colour::Blocker, u"  − "_s) + printable(lineOf(receipt.plan, step)));
        addDetail(screen, u"kept"_s, keptAfterUndo(step));
    }
    for (const int index : undo.changedSince)
        screen.line(screen.paint(Colour::Warning, u"  ! "_s)
                    + printable(lineOf(receipt.plan, receipt.plan.steps[index]))
                    + u": somebody changed it since, so it stays"_s);
    if (!undo.lostGroups.isEmpty())
        screen.paragraph(u"  ! "_s,
                         u"Others have put it in further groups since (%1). Removing the member takes it out "
                         "of these, too."_s.arg(undo.lostGroups.size()),
                         Colour::Warning);
    if (undo.steps.isEmpty())
        screen.line(u"Nothing to take back."_s);
    return screen.text();
}

QString verificationToText(const Receipt &receipt, const Verification &seen, const TextStyle &style)
{
    Screen screen(style);
    addHead(screen, receipt.plan);
    for (qsizetype i = 0; i < seen.steps.size(); ++i) {
        const StateWords words = wordsOf(seen.steps[i]);
        screen.line(screen.paint(words.colour, u"  "_s + words.sign + u' ')
                    + printable(lineOf(receipt.plan, receipt.plan.steps[i])) + u": "_s + words.words);
    }
    if (seen.state.entitlement) {
        const Entitlement &entitlement = *seen.state.entitlement;
        screen.line();
        screen.line(padded(u"Access level"_s, 14) + printable(entitlement.accessLevel.displayName()));
        screen.line(padded(u"Status"_s, 14)
                    + (entitlement.status == "pending"_L1
                           ? u"pending until its first request, which is fine"_s
                           : printable(entitlement.status)));
    }
    screen.line();
    screen.line(seen.holds() ? screen.paint(Colour::Ok, u"✓ As the receipt says."_s)
                             : screen.paint(Colour::Blocker, u"✕ "_s + sentenceOf(*seen.problem)));
    return screen.text();
}

QJsonObject verificationToJson(const Receipt &receipt, const Verification &seen)
{
    QJsonArray steps;
    for (qsizetype i = 0; i < seen.steps.size(); ++i)
        steps.append(QJsonObject{{u"id"_s, receipt.plan.steps[i].id()}, {u"state"_s, wordOf(seen.steps[i])}});
    return {{u"holds"_s, seen.holds()},
            {u"steps"_s, steps},
            {u"finding"_s, seen.problem ? QJsonValue(seen.problem->findingId) : QJsonValue()},
            {u"entitlement"_s,
             seen.state.entitlement ? QJsonValue(seen.state.entitlement->toJson()) : QJsonValue()}};
}

} // namespace signet
