#pragma once

#include "core/findings/finding.h"
#include "core/report/textsink.h"

#include <QJsonObject>
#include <QString>

namespace signet {

// The whole catalog, chapter by chapter: what signet explain can explain.
QString catalogueToText(const TextStyle &style);
QJsonObject catalogueToJson();
// An index of pages: each finding with a link to ID.md.
QString catalogueToMarkdown();

// One finding as a page: what it means, what to do, its usual causes, the texts that lead to it, and the
// scenario of the simulated Azure to try it with (empty: none).
QString findingToMarkdown(const Finding &finding, const QString &scenario);

} // namespace signet
