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
struct Sign {
    QString icon;
    theme::Tone tone = theme::Tone::Quiet;
    QString word;
};

Sign signOf(const ReportDocument::CheckLine &check);
Sign signOf(Status status);
Sign signOf(ReportDocument::Card::State state);
Sign signOf(ReportDocument::Link link);
Sign signOf(const ReportDocument &document); // of the whole
Sign signOf(const ExplanationDocument &document);
// Of a credential in the chain of that document.
Sign signOf(const ExplanationDocument::Credential &credential, const ExplanationDocument &document);

Sign signOf(TokenDocument::State state);
Sign signOf(IdentityDocument::State state);
Sign signOf(IdentityDocument::Endpoint::State state);

QString signOf(theme::Tone tone); // icon
QString wordOf(theme::Tone tone);
theme::Tone toneOf(Severity severity);

// Only the visible part of a JSON object, indented, for "all facts".
QString factsText(const QJsonObject &facts);

} // namespace signet
