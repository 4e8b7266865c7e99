#include "app/cli/commandpage.h"
#include "app/cli/commands.h"
#include "app/cli/completions.h"
#include "app/cli/manpages.h"

#include "core/host/host.h"

#include <QCoreApplication>
#include <QMap>

using namespace Qt::StringLiterals;
using namespace signet;

// Writes the man pages and completions of the command line into a folder:
//   signet_documents RESOURCES FOLDER
// RESOURCES is the folder with the hand-written parts. Texts are English whatever the language of the system.

namespace {

constexpr qint64 partLimit = 1024 * 1024; // bytes

QString part(const Host &host, const QString &path)
{
    const auto content = host.readFile(path, partLimit);
    if (!content)
        qFatal("cannot read %s", qPrintable(path));
    return QString::fromUtf8(*content);
}

} // namespace

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    const QStringList arguments = QCoreApplication::arguments();
    if (arguments.size() != 3)
        qFatal("usage: signet_documents RESOURCES FOLDER");
    const Host host = Host::real();
    const QString resources = arguments[1];

    Invocation invocation;
    const auto tree = commandTree(&invocation);
    const CommandPage program = pageOf(*tree);
    QMap<QString, QString> files{
        {u"signet.1"_s, programManPage(program, part(host, resources + u"/man/signet.1.in"_s))},
        {u"signet.bash"_s, bashCompletion(program, part(host, resources + u"/completions/signet.bash.in"_s))},
        {u"_signet"_s, zshCompletion(program, part(host, resources + u"/completions/_signet.in"_s))},
        {u"signet.fish"_s, fishCompletion(program, part(host, resources + u"/completions/signet.fish.in"_s))},
        {u"signet.ps1"_s,
         powershellCompletion(program, part(host, resources + u"/completions/signet.ps1.in"_s))},
    };
    for (const CommandPage &command : program.commands)
        files.insert(manPageName(command) + u".1"_s, commandManPage(command));
    for (auto it = files.begin(); it != files.end(); ++it) {
        const QString path = arguments[2] + u'/' + it.key();
        if (!host.writeFile(path, it->toUtf8()))
            qFatal("cannot write %s", qPrintable(path));
    }
    return 0;
}
