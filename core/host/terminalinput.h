#pragma once

#include <QByteArray>

namespace signet {

// Standard input as bytes, on a terminal in UTF-8. One implementation per platform.

// At most size bytes; 0 at the end of the input, -1 with errno where it cannot be read.
qint64 readStandardInput(char *buffer, qsizetype size);

// What the next key sends; empty at the end of the input. Meant for a SilentTerminal, and for a pipe in the
// place of one.
QByteArray nextKey();

// What is typed is not shown, and Ctrl+C is a key like any other: a signal cannot leave the terminal in this
// state. restoreTerminal() of standardinput.h ends it, too.
class SilentTerminal {
public:
    SilentTerminal();
    ~SilentTerminal();
    SilentTerminal(const SilentTerminal &) = delete;
    SilentTerminal &operator=(const SilentTerminal &) = delete;
};

} // namespace signet
