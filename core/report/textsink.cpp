#include "core/report/textsink.h"

#include "core/report/screen.h"
#include "core/report/textlayout.h"
#include "core/report/waterfall.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

struct ReportSinkText {
    Q_DECLARE_TR_FUNCTIONS(Report)
};

QString mark(Status status, Phase phase)
{
    if (phase != Phase::Done)
        return u"[…]"_s;
    switch (status) {
    case Status::Passed:
        return u"[✓]"_s;
    case Status::Warning:
        return u"[!]"_s;
    case Status::Failed:
        return u"[✗]"_s;
    case Status::Skipped:
        return u"[–]"_s;
    case Status::Unknown:
        return u"[?]"_s;
    }
    Q_UNREACHABLE();
}

Colour colourOf(Status status)
{
    switch (status) {
    case Status::Passed:
        return Colour::Ok;
    case Status::Failed:
        return Colour::Blocker;
    case Status::Warning:
        return Colour::Warning;
    case Status::Skipped:
    case Status::Unknown:
        return Colour::Dim;
    }
    Q_UNREACHABLE();
}

// The three identities side by side, joined by what was found out about them.
void writeStrip(Screen &screen, const ReportDocument &document)
{
    const int gap = 5;
    const int width = (qMin(screen.style().width, 100) - 2 * gap) / 3;
    const auto linkSign = [&document](int i) {
        switch (document.links[std::size_t(i)]) {
        case ReportDocument::Link::Equal:
            return u"  =  "_s;
        case ReportDocument::Link::Different:
            return u"  ≠  "_s;
        case ReportDocument::Link::Unknown:
            return u"  ?  "_s;
        }
        Q_UNREACHABLE();
    };
    const auto row = [&](auto &&cell, bool signs, Colour colour) {
        QString text;
        for (int i = 0; i < 3; ++i) {
            text += screen.paint(colour, padded(printable(cell(document.cards[std::size_t(i)])), width));
            if (i < 2)
                text += signs ? screen.paint(Colour::Bold, linkSign(i)) : QString(gap, u' ');
        }
        while (text.endsWith(u' '))
            text.chop(1);
        screen.line(text);
    };
    row([](const auto &card) { return card.heading; }, false, Colour::Dim);
    row([](const auto &card) { return card.name; }, true, Colour::Bold);
    for (qsizetype i = 0; i < 2; ++i)
        row([i](const auto &card) { return card.lines.value(i); }, false, Colour::Plain);
    row(
        [width](const auto &card) {
            if (card.objectId.isEmpty())
                return QString();
            const QString whole = ReportSinkText::tr("object id %1").arg(shortened(card.objectId));
            return columns(whole) <= width ? whole : shortened(card.objectId);
        },
        false, Colour::Dim);
}

void writeCause(Screen &screen, const ReportDocument::Cause &cause)
{
    screen.paragraph(u"  "_s, cause.text.cause);
    if (!cause.text.fix.isEmpty()) {
        screen.line();
        screen.line(u"  "_s + screen.paint(Colour::Bold, ReportSinkText::tr("Do this")));
        int number = 0;
        for (const FindingText::Step &step : cause.text.fix) {
            ++number;
            screen.paragraph(u"  %1. "_s.arg(number), stepWords(step));
            if (!step.command.isEmpty())
                screen.line(u"     $ "_s + printable(step.command));
        }
    }
    if (!cause.evidence.isEmpty()) {
        screen.line();
        screen.line(u"  "_s + screen.paint(Colour::Bold, ReportSinkText::tr("Evidence")));
        for (const auto &[label, value] : cause.evidence)
            screen.paragraph(u"  %1  "_s.arg(padded(label, 26)), value);
    }
    screen.line();
    if (!cause.explainCommand.isEmpty())
        screen.line(u"  "_s + screen.paint(Colour::Dim, cause.explainCommand));
    if (!cause.text.link.isEmpty())
        screen.line(u"  "_s + screen.paint(Colour::Dim, cause.text.link));
}

} // namespace

QString reportToText(const Report &report, const TextStyle &style)
{
    const ReportDocument document = describe(report);
    Screen screen(style);

    writeStrip(screen, document);
    screen.line();

    const bool good = document.verdict == Verdict::Ready;
    const Colour tone = good && document.causes.isEmpty() ? Colour::Ok
        : document.verdict == Verdict::NotReady           ? Colour::Blocker
                                                          : Colour::Warning;
    const QString sign = document.verdict == Verdict::NotReady ? u"✗ "_s
        : good && document.causes.isEmpty()                    ? u"✓ "_s
                                                               : u"! "_s;
    screen.paragraph(sign, document.sentence, tone);
    if (!document.remark.isEmpty())
        screen.paragraph(u"  "_s, document.remark);

    bool first = true;
    for (const ReportDocument::Cause &cause : document.causes) {
        screen.line();
        if (!first)
            screen.paragraph(sign, cause.text.title + u'.', tone);
        first = false;
        writeCause(screen, cause);
    }
    for (const ReportDocument::Cause &other : document.others) {
        screen.line();
        screen.paragraph(u"! "_s, other.text.title + u'.', Colour::Warning);
        screen.line(u"  "_s + screen.paint(Colour::Dim, other.explainCommand));
    }

    screen.line();
    for (const ReportDocument::Stage &stage : document.stages) {
        screen.line(screen.paint(Colour::Bold, stage.title));
        for (const ReportDocument::CheckLine &check : stage.checks) {
            QString lead = u"  "_s + mark(check.status, check.phase) + u' ';
            if (style.colour)
                lead = u"  "_s + screen.paint(colourOf(check.status), mark(check.status, check.phase)) + u' ';
            const QString text = check.detail.isEmpty() ? check.title : check.title + u": "_s + check.detail;
            const QStringList lines = wrapped(printable(text), qMax(20, style.width - 6));
            for (qsizetype i = 0; i < lines.size(); ++i)
                screen.line((i == 0 ? lead : QString(6, u' ')) + lines.at(i));
        }
    }
    if (style.verbose && !report.exchanges.isEmpty()) {
        screen.line();
        screen.line(
            screen.paint(Colour::Bold, ReportSinkText::tr("Requests")) + u"  "_s
            + screen.paint(Colour::Dim,
                           ReportSinkText::tr("* the run waited for it; · connect, ░ wait, █ receive")));
        const Waterfall waterfall = waterfallOf(report.exchanges);
        for (const Waterfall::Row &row : waterfall.rows) {
            screen.line(u"  "_s + padded(durationText(row.startedMs), 8)
                        + padded(durationText(row.totalMs), 8) + u'|' + waterfallBar(waterfall, row, 20)
                        + (row.isCritical ? u"|* "_s : u"|  "_s) + padded(row.result, 20) + row.method + u' '
                        + printable(row.url));
        }
    }
    screen.line();
    screen.line(screen.paint(Colour::Dim, document.totals));
    return screen.text();
}

QString findingToText(const ReportDocument::Cause &cause, const TextStyle &style)
{
    Screen screen(style);
    screen.paragraph(QString(), cause.text.title, Colour::Bold);
    screen.line();
    writeCause(screen, cause);
    return screen.text();
}

} // namespace signet
