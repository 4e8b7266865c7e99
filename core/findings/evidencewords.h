#pragma once

#include <QJsonObject>
#include <QString>

namespace signet {

// Evidence is data: it is stored, compared and translated by nobody. Some of it stands for words, which texts
// of the catalogue quote: a step of a plan, a credential, and reasons that Signet found itself. These are the
// words.

// The evidence with the words in place of the data, for filling a text in. Other values stay as they are,
// also a reason in the words of the system.
QJsonObject withWords(QJsonObject evidence);

// The words of a reason (core/result/reason.h) in the language of the person.
QString translatedReason(const QString &text);

// A credential of the provider, by its name in terraform explain: "personal access token" for pat.
QString credentialWords(const QString &method);

// "Add vm-build to contoso with Basic access", from the evidence of a step (core/setup/plan.h).
QString stepTitle(const QJsonObject &evidence);

// What a role is on, by the word of its scope: "variable groups and secure files" for library.
QString roleScopeWords(const QString &roleScope);

} // namespace signet
