#include "app/terminal.h"

#include "core/host/systemerror.h"

#include <algorithm>

#include <windows.h>

#include <shellapi.h>

namespace signet {

namespace {

HANDLE handleOf(Stream stream)
{
    return ::GetStdHandle(stream == Stream::Output ? STD_OUTPUT_HANDLE : STD_ERROR_HANDLE);
}

bool isConsole(HANDLE handle)
{
    DWORD mode = 0;
    return ::GetConsoleMode(handle, &mode) != 0;
}

// The mode belongs to the console, which the shell goes on using. It is restored when the program ends by
// itself.
class SequenceMode {
public:
    explicit SequenceMode(HANDLE handle)
        : m_handle(handle)
    {
        m_isOn = ::GetConsoleMode(m_handle, &m_before)
            && ::SetConsoleMode(m_handle,
                                m_before | ENABLE_PROCESSED_OUTPUT | ENABLE_VIRTUAL_TERMINAL_PROCESSING);
    }
    ~SequenceMode()
    {
        if (m_isOn)
            ::SetConsoleMode(m_handle, m_before);
    }
    SequenceMode(const SequenceMode &) = delete;
    SequenceMode &operator=(const SequenceMode &) = delete;

    bool isOn() const { return m_isOn; }

private:
    HANDLE m_handle;
    DWORD m_before = 0;
    bool m_isOn = false;
};

Written problem(DWORD error)
{
    // ERROR_NO_DATA is "the pipe is being closed".
    if (error == ERROR_BROKEN_PIPE || error == ERROR_NO_DATA)
        return {Written::End::ReaderGone, {}};
    return {Written::End::Failed, errorText(int(error))};
}

Written writeText(HANDLE console, const QString &text)
{
    constexpr qsizetype most = 8192; // characters that every version takes at once
    qsizetype done = 0;
    while (done < text.size()) {
        DWORD count = 0;
        const auto part = DWORD(std::min(most, text.size() - done));
        const void *from = text.utf16() + done;
        if (!::WriteConsoleW(console, from, part, &count, nullptr) || count == 0)
            return problem(::GetLastError());
        done += count;
    }
    return {};
}

} // namespace

bool standardInputIsTerminal()
{
    return isConsole(::GetStdHandle(STD_INPUT_HANDLE));
}

bool isTerminal(Stream stream)
{
    return isConsole(handleOf(stream));
}

// A console before Windows 10 shows them as text.
bool takesSequences(Stream stream)
{
    static const SequenceMode output(handleOf(Stream::Output));
    static const SequenceMode error(handleOf(Stream::Error));
    return (stream == Stream::Output ? output : error).isOn();
}

int terminalWidth()
{
    CONSOLE_SCREEN_BUFFER_INFO info;
    if (!::GetConsoleScreenBufferInfo(handleOf(Stream::Output), &info))
        return 0;
    return info.srWindow.Right - info.srWindow.Left + 1;
}

Written write(Stream stream, const QByteArray &bytes)
{
    const HANDLE handle = handleOf(stream);
    if (isConsole(handle))
        return writeText(handle, QString::fromUtf8(bytes));
    qsizetype done = 0;
    while (done < bytes.size()) {
        DWORD count = 0;
        const auto part = DWORD(std::min<qsizetype>(bytes.size() - done, 1 << 24));
        if (!::WriteFile(handle, bytes.constData() + done, part, &count, nullptr))
            return problem(::GetLastError());
        done += count;
    }
    return {};
}

// Those of main() are in the code page of the system, which cannot hold every name of a file.
std::vector<std::string> programArguments(int, char **)
{
    std::vector<std::string> arguments;
    int count = 0;
    wchar_t **wide = ::CommandLineToArgvW(::GetCommandLineW(), &count);
    for (int i = 1; wide && i < count; ++i)
        arguments.push_back(QString::fromWCharArray(wide[i]).toStdString());
    ::LocalFree(wide);
    return arguments;
}

void joinTerminal()
{
    const HANDLE error = handleOf(Stream::Error);
    if (error == nullptr || error == INVALID_HANDLE_VALUE || ::GetFileType(error) == FILE_TYPE_UNKNOWN)
        ::AttachConsole(ATTACH_PARENT_PROCESS);
}

bool tell(Stream stream, const QString &text, const QString &title)
{
    if (write(stream, text.toUtf8()).end == Written::End::Complete)
        return true;
    const auto wide = [](const QString &words) { return reinterpret_cast<const wchar_t *>(words.utf16()); };
    const UINT icon = stream == Stream::Error ? MB_ICONERROR : MB_ICONINFORMATION;
    return ::MessageBoxW(nullptr, wide(text), wide(title), MB_OK | icon) != 0;
}

} // namespace signet
