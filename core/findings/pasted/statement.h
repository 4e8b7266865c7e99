#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringView>

namespace signet {

// What one program said at one place of a pasted text: an error with its frame, a stack trace, some lines of
// a log. Words of one fact stand in one statement; two errors stand in two.
struct Statement {
    struct Line {
        qsizetype at = 0; // where it begins in `folded`
        int number = 0; // in the pasted text, from 1
    };

    QString folded; // lower case, every run of white space one blank
    QList<Line> lines;
    int times = 1; // how often the text says it

    int indexOfLineAt(qsizetype at) const; // in `lines`
};

// Reads a text line by line, so that a log of any size needs little memory. What terminals, Terraform,
// pipelines, loggers, mail programs, JSON, XML and HTML put around the words is taken away: colours, frames,
// time stamps, quotation marks of mails, escapes, entities. What is repeated with other numbers is kept once.
class StatementReader {
public:
    void addLine(QStringView line);
    QList<Statement> finish();

private:
    void close();

    Statement m_open;
    QList<Statement> m_statements;
    QHash<size_t, qsizetype> m_known; // hash of the words without numbers, to the place in m_statements
    int m_lines = 0;
};

QList<Statement> statementsIn(QStringView text);

} // namespace signet
