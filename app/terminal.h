#pragma once

#include <QByteArray>
#include <QString>

#include <string>
#include <vector>

namespace signet {

// The terminal, console or pipe that the programs are started with. One implementation per platform. Texts
// are UTF-8 everywhere: on Windows they do not depend on a code page.

enum class Stream { Output, Error };

struct Written {
    enum class End { Complete, ReaderGone, Failed };
    End end = End::Complete;
    QString reason; // Failed only, in the system's words
};

bool standardInputIsTerminal();
bool isTerminal(Stream stream);
// Whether colors, and the sequences that write over a line, work there.
bool takesSequences(Stream stream);
// In columns; nothing where it is not known.
int terminalWidth();

// Byte for byte, and at once.
Written write(Stream stream, const QByteArray &bytes);

// What the program was started with, in UTF-8, without its own name.
std::vector<std::string> programArguments(int argc, char **argv);

// For a program with windows: on Windows it has no streams of its own. It gets those of the console that it
// was started from.
void joinTerminal();
// Tells what a program with windows has to say before it has one: on the stream, or where nobody can see
// that, in a box with the title. False where it could not be written.
bool tell(Stream stream, const QString &text, const QString &title);

} // namespace signet
