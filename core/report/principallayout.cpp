#include "core/report/principallayout.h"

#include "core/report/screen.h"
#include "core/report/textlayout.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

constexpr int principalLabelWidth = 14;
constexpr int nameWidth = 40;
// More of them are a list to choose from, a line each.
constexpr qsizetype mostInFull = 10;

void addNote(Screen &screen, const FindingText &note)
{
    screen.paragraph({}, note.title + u". "_s + note.cause);
    for (const FindingText::Step &step : note.fix) {
        screen.paragraph(u"  "_s, step.text);
        if (!step.command.isEmpty())
            screen.line(u"  $ "_s + printable(step.command));
    }
}

} // namespace

QString noteToText(const FindingText &note, const TextStyle &style)
{
    Screen screen(style);
    addNote(screen, note);
    return screen.text();
}

QString principalsToText(const PrincipalsDocument &document, const TextStyle &style)
{
    Screen screen(style);
    if (document.principals.size() > mostInFull) {
        for (const PrincipalDocument &principal : document.principals)
            screen.line(padded(printable(principal.name), nameWidth) + u' ' + principal.objectId + u"  "_s
                        + principal.kind);
    } else {
        for (const PrincipalDocument &principal : document.principals) {
            if (&principal != &document.principals.first())
                screen.line();
            screen.line(screen.paint(Colour::Bold, printable(principal.name)));
            for (const DocumentRow &row : principal.rows)
                screen.row(u"  "_s + row.label, row.value, principalLabelWidth);
        }
    }
    if (!document.more.isEmpty()) {
        screen.line();
        screen.paragraph({}, document.more);
    }
    for (const FindingText &note : document.notes) {
        screen.line();
        addNote(screen, note);
    }
    return screen.text();
}

QString attachToText(const AttachDocument &document, const TextStyle &style)
{
    Screen screen(style);
    for (const DocumentRow &row : document.rows) {
        if (row.isId)
            screen.verbatimRow(row.label, row.value, principalLabelWidth);
        else
            screen.row(row.label, row.value, principalLabelWidth);
    }
    for (const FindingText &warning : document.warnings) {
        screen.line();
        addNote(screen, warning);
    }
    return screen.text();
}

QString attachedToText(const AttachedDocument &document, const TextStyle &style)
{
    Screen screen(style);
    screen.paragraph({}, document.sentence);
    for (const DocumentRow &row : document.rows)
        screen.row(row.label, row.value, principalLabelWidth);
    screen.paragraph({}, document.remark);
    return screen.text();
}

} // namespace signet
