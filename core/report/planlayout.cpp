#include "core/report/planlayout.h"

#include "core/report/screen.h"
#include "core/report/textlayout.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int subjectWidth = 14;
constexpr int detailWidth = 14;

struct StateMark {
    QString sign;
    Colour colour = Colour::Plain;
};

StateMark markOf(ReceiptStep::State state)
{
    using State = ReceiptStep::State;
    switch (state) {
    case State::NotReached:
        return {u"·"_s, Colour::Dim};
    case State::Begun:
    case State::UndoBegun:
        return {u"?"_s, Colour::Warning};
    case State::Done:
    case State::WasThere:
        return {u"✓"_s, Colour::Ok};
    case State::Failed:
        return {u"✗"_s, Colour::Blocker};
    case State::Undone:
        return {u"−"_s, Colour::Ok};
    case State::Kept:
        return {u"!"_s, Colour::Warning};
    case State::Gone:
        return {u"·"_s, Colour::Dim};
    }
    Q_UNREACHABLE();
}

StateMark markOf(Verification::Standing standing)
{
    using Standing = Verification::Standing;
    switch (standing) {
    case Standing::AsMade:
        return {u"✓"_s, Colour::Ok};
    case Standing::Missing:
        return {u"✗"_s, Colour::Blocker};
    case Standing::Changed:
        return {u"!"_s, Colour::Warning};
    case Standing::NotMade:
        return {u"·"_s, Colour::Blocker};
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

void addHead(Screen &screen, const PlanDocument &document)
{
    for (const DocumentRow &row : document.subject)
        screen.row(row.isId ? u"  "_s + row.label : row.label, row.value, subjectWidth);
    screen.line();
}

void addDetail(Screen &screen, const QString &label, const QString &value)
{
    screen.row(u"    "_s + label, value, 4 + detailWidth);
}

void addStep(Screen &screen, const StateMark &mark, const QString &text)
{
    screen.line(screen.paint(mark.colour, u"  "_s + mark.sign + u' ') + printable(text));
}

void addPresent(Screen &screen, const PlanDocument &document)
{
    for (const StepDocument &step : document.present)
        screen.line(
            screen.paint(Colour::Dim, u"  = "_s + printable(u"%1: %2"_s.arg(step.line, step.presentWords))));
}

} // namespace

QString planToText(const PlanDocument &document, const TextStyle &style, Requests requests)
{
    using Kind = StepDocument::Detail::Kind;
    Screen screen(style);
    addHead(screen, document);
    addPresent(screen, document);
    if (!document.levelStays.isEmpty())
        screen.paragraph(u"  ! "_s, document.levelStays, Colour::Warning);
    for (const StepDocument &step : document.steps) {
        const bool changes = step.change == StepDocument::Change::Altered;
        screen.line(screen.paint(changes ? Colour::Warning : Colour::Ok, changes ? u"  ~ "_s : u"  + "_s)
                    + screen.paint(Colour::Bold, printable(step.line)));
        for (const StepDocument::Detail &detail : step.details) {
            const bool isAlways =
                detail.kind == Kind::Grants || detail.kind == Kind::Costs || detail.kind == Kind::Needs;
            if (isAlways || (requests == Requests::Show && detail.kind == Kind::TokenScope))
                addDetail(screen, detail.label, detail.text);
        }
        if (requests == Requests::Show) {
            screen.verbatimRow(u"    "_s + step.requestLabel, step.request, 4 + detailWidth);
            screen.verbatimRow({}, QString::fromUtf8(step.requestBody), 4 + detailWidth);
        }
    }
    screen.line();
    screen.line(document.total);
    return screen.text();
}

QString receiptToText(const ReceiptDocument &document, const TextStyle &style)
{
    Screen screen(style);
    addHead(screen, document.plan);
    for (qsizetype i = 0; i < document.lines.size(); ++i) {
        const ReceiptDocument::Line &line = document.lines[i];
        addStep(screen, markOf(line.state), u"%1: %2"_s.arg(document.plan.steps[i].title, line.words));
        addDetail(screen, document.becauseLabel, line.because);
        addDetail(screen, document.activityLabel, line.activityId);
        addDetail(screen, document.keptLabel, line.keptByUndo);
    }
    addPresent(screen, document.plan);
    return screen.text();
}

QString undoToText(const UndoDocument &document, const TextStyle &style)
{
    Screen screen(style);
    addHead(screen, document.plan);
    for (const UndoDocument::Line &line : document.lines) {
        if (line.isReverted)
            addStep(screen, {u"−"_s, Colour::Blocker}, line.line);
        else
            addStep(screen, {u"!"_s, Colour::Warning}, u"%1: %2"_s.arg(line.line, line.words));
        addDetail(screen, document.keptLabel, line.kept);
    }
    for (const QString &warning : {document.lostGroups, document.note}) {
        if (!warning.isEmpty())
            screen.paragraph(u"  ! "_s, warning, Colour::Warning);
    }
    if (!document.lines.isEmpty())
        screen.line();
    screen.line(document.heading + u'.');
    return screen.text();
}

QString verificationToText(const VerificationDocument &document, const TextStyle &style)
{
    Screen screen(style);
    addHead(screen, document.plan);
    for (const VerificationDocument::Line &line : document.lines)
        addStep(screen, markOf(line.standing), u"%1: %2"_s.arg(line.line, line.words));
    if (!document.member.isEmpty())
        screen.line();
    for (const DocumentRow &row : document.member)
        screen.row(row.label, row.value, subjectWidth);
    screen.line();
    screen.paragraph(document.holds ? u"✓ "_s : u"✗ "_s, document.sentence + u'.',
                     document.holds ? Colour::Ok : Colour::Blocker);
    return screen.text();
}

QJsonObject verificationToJson(const Receipt &receipt, const Verification &seen)
{
    QJsonArray steps;
    for (qsizetype i = 0; i < seen.steps.size(); ++i)
        steps.append(QJsonObject{{u"id"_s, receipt.plan.steps[i].id()}, {u"state"_s, wordOf(seen.steps[i])}});
    return {{u"holds"_s, seen.holds()},
            {u"steps"_s, steps},
            {u"finding"_s, seen.problem ? QJsonValue(seen.problem->findingId.toString()) : QJsonValue()},
            {u"entitlement"_s,
             seen.state.entitlement ? QJsonValue(writeFields(*seen.state.entitlement)) : QJsonValue()}};
}

} // namespace signet
