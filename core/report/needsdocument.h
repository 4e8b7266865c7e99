#pragma once

#include "core/report/textsink.h"
#include "core/rights/neededrights.h"

#include <QJsonObject>
#include <QList>
#include <QString>
#include <QStringList>

namespace signet {

// Which rights a configuration needs, in words and in reading order. Built by one walk; text, Markdown and
// windows lay it out.
struct NeedsDocument {
    struct Row { // a right on one or more objects of a kind
        QString right; // as Azure DevOps shows it: "Create repository"
        QStringList objects; // "repository web"; empty for a right that is on no object
        QStringList marks; // "probably", "perhaps", "sources disagree"
        QStringList causes; // addresses of resources, each once
        QStringList places; // "main.tf:12", in the order of the causes; empty texts where not known
        QStringList sources; // each once
    };
    struct Section {
        QString title; // "Organization", "Project Fiber"
        QString remark; // may be empty
        QList<Row> rows;
    };

    QString sentence; // "Terraform needs 9 rights to apply this configuration."
    QStringList remarks; // what was not read; one sentence each
    QList<Section> sections;
    QStringList legend; // what the marks mean, of those that occur
    QStringList hints; // what else can be asked
};

// A cell of a table in Markdown.
QString markdownCell(const QString &text);

NeedsDocument describe(const NeededRights &needed);

QString needsToText(const NeedsDocument &document, const TextStyle &style);
QString needsToMarkdown(const NeedsDocument &document);
QString needsToHtml(const NeedsDocument &document);
QJsonObject needsToJson(const NeededRights &needed);

} // namespace signet
