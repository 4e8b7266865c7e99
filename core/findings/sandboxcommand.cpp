#include "core/findings/sandboxcommand.h"

#include "core/result/printable.h"
#include "core/result/shellword.h"

using namespace Qt::StringLiterals;

namespace signet {

namespace {

bool meetsAzure(const QString &line)
{
    return line.startsWith("signet "_L1) && !line.startsWith("signet sandbox "_L1)
        && !line.contains(" --help"_L1) && !line.contains(" --version"_L1);
}

// Where the words of the first call end and the shell's part begins: a redirection, a pipe, another command.
qsizetype endOfCall(const QString &line)
{
    bool quoted = false;
    for (qsizetype i = 0; i < line.size(); ++i) {
        if (line[i] == u'\'')
            quoted = !quoted;
        const bool isShells = !quoted && u"<>|&;"_s.contains(line[i]);
        if (isShells && i > 0 && line[i - 1] == u' ')
            return i - 1;
    }
    return line.size();
}

} // namespace

QString inSandbox(const QString &command, const QString &sandbox, CommandShell shell)
{
    if (sandbox.isEmpty())
        return command;
    QStringList lines = command.split(u'\n');
    for (QString &line : lines) {
        if (meetsAzure(line))
            // A saved report can name anything; a line end would begin a command of its own.
            line.insert(endOfCall(line), u" --sandbox "_s + shellWord(printable(sandbox), shell));
    }
    return lines.join(u'\n');
}

FindingText inSandbox(FindingText text, const QString &sandbox, CommandShell shell)
{
    for (FindingText::Step &step : text.fix)
        step.command = inSandbox(step.command, sandbox, shell);
    return text;
}

} // namespace signet
