#pragma once

#include <QString>
#include <QStringList>

namespace signet {

// One file that needs nothing else: no script, no request. For a browser, an e-mail and paper; light and
// dark, narrow and wide. The parts are HTML already, see markup().
struct HtmlPage {
    QString title; // as text
    QString header;
    QString main;
    QString footer;

    QString html() const;
};

// A text of somebody else, which may run from right to left.
QString htmlForeign(const QString &text);
// The head of a table with these columns, and the begin of its body.
QString htmlTableHead(const QStringList &columns);

} // namespace signet
