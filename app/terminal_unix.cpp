#include "app/terminal.h"

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>

#include <sys/ioctl.h>
#include <unistd.h>

namespace signet {

namespace {

FILE *fileOf(Stream stream)
{
    return stream == Stream::Output ? stdout : stderr;
}

} // namespace

bool standardInputIsTerminal()
{
    return ::isatty(STDIN_FILENO) != 0;
}

bool isTerminal(Stream stream)
{
    return ::isatty(::fileno(fileOf(stream))) != 0;
}

bool takesSequences(Stream stream)
{
    return isTerminal(stream);
}

int terminalWidth()
{
    winsize size{};
    return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

Written write(Stream stream, const QByteArray &bytes)
{
    FILE *file = fileOf(stream);
    const auto count = std::size_t(bytes.size());
    if (std::fwrite(bytes.constData(), 1, count, file) == count && std::fflush(file) == 0)
        return {};
    if (errno == EPIPE)
        return {Written::End::ReaderGone, {}};
    return {Written::End::Failed, QString::fromLocal8Bit(std::strerror(errno))};
}

std::vector<std::string> programArguments(int argc, char **argv)
{
    return {argv + std::min(argc, 1), argv + argc};
}

void joinTerminal() { }

bool tell(Stream stream, const QString &text, const QString &)
{
    return write(stream, text.toUtf8()).end == Written::End::Complete;
}

} // namespace signet
