#pragma once

#include "core/report/reportdocument.h"

#include <QString>
#include <QStringList>

namespace signet {

class Message;

// Shows in the message what keeps a step from being done: the finding of the first failed check of
// these stages, in the catalogue's words. Comes back with the id of that check; empty when nothing is
// in the way, and then the message is gone.
QString showObstacle(Message *message, const ReportDocument &document, const QStringList &stages,
                     bool blocked);

} // namespace signet
