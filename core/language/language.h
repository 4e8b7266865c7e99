#pragma once

#include "core/host/host.h"

#include <QString>
#include <QStringList>

namespace signet {

// The names of translations to try, best first, until one exists: "pt_BR", "pt". "en" stands for the texts
// in the source, "pseudo" for PseudoTranslator; nothing after these two can be reached, so the list ends
// there. SIGNET_LANGUAGE decides alone when it is set; otherwise the languages of the system do
// ("pt-BR", as QLocale::uiLanguages() returns them).
QStringList languageCandidates(const Environment &environment, const QStringList &systemLanguages);

// Installs the translators of this program, and returns the name of the language in use: "en", "pseudo",
// "de". A language without a translation file is English. The files are signet_LANGUAGE.qm, in the folder
// translations next to the program or in ../share/signet/translations.
//
// Needs the QCoreApplication, which owns the translators. Call it once, before the first text is made: texts
// that exist already keep their language. Texts in documents for machines don't depend on any of this.
//
// SIGNET_LANGUAGE goes before the preferred language, and that before those of the system.
QString installLanguage(const Host &host, const QString &preferred = {});

} // namespace signet
