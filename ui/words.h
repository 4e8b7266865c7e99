#pragma once

#include "core/diagnosis/report.h"
#include "core/findings/findingtext.h"
#include "core/report/explanationdocument.h"
#include "core/report/identitydocument.h"
#include "core/report/reportdocument.h"
#include "core/report/tokendocument.h"
#include "ui/theme.h"

#include <QString>

namespace signet {

// How the windows show a state: an icon of the set, a tone, and the word that says the same.
struct Badge {
    QString icon;
    theme::Tone tone = theme::Tone::Quiet;
    QString word;
};

Badge badgeOf(const ReportDocument::CheckLine &check);
Badge badgeOf(Status status);
Badge badgeOf(ReportDocument::Card::State state);
Badge badgeOf(ReportDocument::Link link);
Badge badgeOf(const ReportDocument &document); // of the whole
Badge badgeOf(const ExplanationDocument &document);
// Of a credential in the chain of that document.
Badge badgeOf(const ExplanationDocument::Credential &credential, const ExplanationDocument &document);

Badge badgeOf(TokenDocument::State state);
Badge badgeOf(IdentityDocument::State state);
Badge badgeOf(IdentityDocument::Endpoint::State state);

QString badgeOf(theme::Tone tone); // icon
QString wordOf(theme::Tone tone);
theme::Tone toneOf(Severity severity);

// Only the visible part of a JSON object, indented, for "all facts".
QString factsText(const QJsonObject &facts);

} // namespace signet
