#include "core/host/childprocess.h"

#include <QProcess>

#include <windows.h>

namespace signet {

void keepFromTerminal(QProcess *process)
{
    process->setCreateProcessArgumentsModifier([](QProcess::CreateProcessArguments *arguments) {
        arguments->flags |= CREATE_NEW_PROCESS_GROUP | CREATE_NO_WINDOW;
    });
}

} // namespace signet
