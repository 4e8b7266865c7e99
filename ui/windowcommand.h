#pragma once

#include <QKeySequence>
#include <QString>

#include <functional>

namespace signet {

// Something that can be done in the window as a whole. One table of these makes the shortcuts, the list of
// commands (Ctrl+K) and the list of keys on the page About, so that none of them can lag behind.
struct WindowCommand {
    QString words; // begins with a verb: "Open a report, a request, or a receipt"
    QKeySequence key = {}; // may be empty
    std::function<void()> run = {}; // empty: a key that the page itself handles
    QString more = {}; // a sentence beside it
};

} // namespace signet
