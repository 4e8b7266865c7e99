#include "core/report/pasteddocument.h"

#include "core/findings/catalogue.h"
#include "core/findings/findingtext.h"
#include "core/findings/sandboxcommand.h"
#include "core/report/screen.h"
#include "core/report/textlayout.h"

#include <QCoreApplication>
#include <QJsonArray>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(PastedDocument)
};

ReportDocument::Cause causeOf(FindingId finding, const QString &sandbox)
{
    const Finding &entry = findingOf(finding);
    ReportDocument::Cause cause;
    cause.id = finding;
    cause.severity = entry.severity;
    cause.symptom = entry.nature == Nature::Symptom;
    cause.text = describe(Problem(finding), sandbox);
    cause.explainCommand = inSandbox(u"signet explain "_s + finding.toString(), sandbox);
    return cause;
}

QStringList titlesOf(const std::vector<CheckId> &checks)
{
    QStringList titles;
    for (const CheckId id : checks) {
        if (const Check *check = findCheck(id))
            titles.append(QCoreApplication::translate("Check", check->title));
    }
    return titles;
}

// The checks of the finding's own stages; what these need is asked as well, and decides nothing by itself.
QStringList decidingTitles(FindingId finding)
{
    constexpr qsizetype enough = 3;
    return titlesOf(checksThatDecide(finding)).mid(0, enough);
}

QString hereWords(const CheckedCause &cause)
{
    switch (cause.state) {
    case CauseState::Confirmed:
        return Words::tr("The checks on this machine found the same.");
    case CauseState::RuledOut:
        return Words::tr("The checks on this machine passed, so it is not true here now.");
    case CauseState::Open:
        break;
    }
    return cause.open.empty()
        ? Words::tr("No check on this machine can decide it.")
        : Words::tr("Left open on this machine: %1.").arg(titlesOf(cause.open).join(u", "_s));
}

QLatin1StringView toString(CauseState state)
{
    switch (state) {
    case CauseState::Confirmed:
        return "confirmed"_L1;
    case CauseState::RuledOut:
        return "ruled-out"_L1;
    case CauseState::Open:
        break;
    }
    return "open"_L1;
}

const CheckedCause *checkedOf(FindingId finding, const std::optional<CheckedCauses> &checked)
{
    if (!checked)
        return nullptr;
    const auto found = std::ranges::find(checked->causes, finding, &CheckedCause::finding);
    return found == checked->causes.end() ? nullptr : &*found;
}

QString lineWords(int line, int times)
{
    return times == 1 ? Words::tr("Line %1: ").arg(line)
                      : Words::tr("Line %1, repeated %n time(s): ", nullptr, times - 1).arg(line);
}

} // namespace

PastedDocument describe(const PastedExplanation &explanation, const std::optional<CheckedCauses> &checked,
                        const QString &sandbox)
{
    PastedDocument document;
    for (const Cause &cause : explanation.causes) {
        PastedDocument::Item item;
        item.cause = causeOf(cause.finding, sandbox);
        item.confidence = cause.confidence;
        item.why = cause.why;
        item.line = cause.line;
        item.quote = cause.quote;
        item.times = cause.times;
        item.checks = decidingTitles(cause.finding);
        if (const CheckedCause *here = checkedOf(cause.finding, checked))
            item.here = hereWords(*here);
        document.causes.append(item);
    }
    for (const FindingId finding : explanation.closest)
        document.closest.append(causeOf(finding, sandbox));
    if (document.causes.isEmpty())
        document.unknown = Words::tr("No known error was recognized. On the machine where it occurred, run:")
            + u"\n  "_s + inSandbox(u"signet diagnose"_s, sandbox);
    document.settled = explanation.settled;
    document.wanted = explanation.wanted;
    if (explanation.heldSecret)
        document.secret = Words::tr(
            "The text contains a token, password, or key. Whoever has the text can use it, so revoke it.");
    if (checked) {
        for (const FindingId finding : checked->others)
            document.others.append(Words::tr("Also found here: %1 (%2).")
                                       .arg(describe(Problem(finding), sandbox).title, finding.toString()));
    } else if (!document.causes.isEmpty() && !document.causes.first().checks.isEmpty()) {
        document.checkCommand = inSandbox(u"signet explain --paste --check"_s, sandbox);
    }
    return document;
}

QString pastedToText(const PastedDocument &document, const TextStyle &style)
{
    constexpr int idWidth = 36;
    Screen screen(style);
    if (!document.secret.isEmpty()) {
        screen.paragraph(u"! "_s, document.secret, Colour::Warning);
        screen.line();
    }
    if (document.causes.isEmpty()) {
        for (const QString &line : document.unknown.split(u'\n'))
            screen.line(line);
        if (!document.closest.isEmpty()) {
            screen.line();
            screen.line(Words::tr("Closest known errors, not an answer"));
            for (const ReportDocument::Cause &cause : document.closest)
                screen.line(u"  "_s + padded(cause.id.toString(), idWidth) + printable(cause.text.title));
        }
    }
    QString text = screen.text();
    for (const PastedDocument::Item &item : document.causes) {
        const bool first = &item == &document.causes.first();
        Screen part(style);
        if (first) {
            text += findingToText(item.cause, style);
            part.line();
            part.paragraph(Words::tr("Why: "), printable(item.why));
            if (item.line > 0)
                part.paragraph(lineWords(item.line, item.times), printable(item.quote), Colour::Dim);
            if (!item.here.isEmpty())
                part.paragraph(Words::tr("Here: "), printable(item.here));
            else if (!item.checks.isEmpty())
                part.paragraph(Words::tr("Decided by: "), item.checks.join(u", "_s));
        } else {
            if (&item == &document.causes[1]) {
                part.line();
                part.line(Words::tr("Less likely"));
            }
            part.line(u"  "_s + padded(item.cause.id.toString(), idWidth) + printable(item.cause.text.title));
            if (!item.here.isEmpty())
                part.paragraph(u"      "_s, printable(item.here));
        }
        text += part.text();
    }
    Screen rest(style);
    for (const QStringList *sentences : {&document.others, &document.settled, &document.wanted}) {
        if (!sentences->isEmpty())
            rest.line();
        for (const QString &sentence : *sentences)
            rest.paragraph({}, printable(sentence));
    }
    if (!document.checkCommand.isEmpty()) {
        rest.line();
        rest.line(Words::tr("To check it on this machine, paste the text into:"));
        rest.line(u"  "_s + printable(document.checkCommand));
    }
    return text + rest.text();
}

QJsonObject pastedToJson(const PastedExplanation &explanation, const std::optional<CheckedCauses> &checked)
{
    const auto idsOf = [](const QList<FindingId> &findings) {
        QJsonArray ids;
        for (const FindingId finding : findings)
            ids.append(finding.toString());
        return ids;
    };
    QJsonArray causes;
    for (const Cause &cause : explanation.causes) {
        QJsonObject json{{u"finding"_s, cause.finding.toString()},
                         {u"confidence"_s, cause.confidence},
                         {u"why"_s, cause.why},
                         {u"line"_s, cause.line > 0 ? QJsonValue(cause.line) : QJsonValue()},
                         {u"quote"_s, cause.line > 0 ? QJsonValue(cause.quote) : QJsonValue()},
                         {u"times"_s, cause.times}};
        if (const CheckedCause *here = checkedOf(cause.finding, checked)) {
            QJsonArray open;
            for (const CheckId id : here->open)
                open.append(id.toString());
            json.insert(u"here"_s,
                        QJsonObject{{u"state"_s, QString(toString(here->state))}, {u"open"_s, open}});
        }
        causes.append(json);
    }
    QJsonObject json{{u"causes"_s, causes},
                     {u"closest"_s, idsOf(explanation.closest)},
                     {u"settled"_s, QJsonArray::fromStringList(explanation.settled)},
                     {u"wanted"_s, QJsonArray::fromStringList(explanation.wanted)},
                     {u"heldSecret"_s, explanation.heldSecret}};
    if (checked)
        json.insert(u"alsoFound"_s, idsOf(checked->others));
    return json;
}

} // namespace signet
