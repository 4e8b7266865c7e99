#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringView>

#include <functional>

namespace signet {

// What one program said at one place of a pasted text: an error with its frame, a stack trace, some lines of
// a log. Words of one fact stand in one statement; two errors stand in two.
struct Statement {
    struct Line {
        qsizetype at = 0; // where it begins in `folded`
        int number = 0; // in the pasted text, from 1
        QString original; // as it was pasted; of a very long line the piece that the words are in

        // Whether it is as long as a terminal is wide, which goes on with it in the next line then.
        bool fillsTerminal() const;
    };

    QString folded; // lower case, every run of white space one blank
    QList<Line> lines;
    size_t key = 0; // the same for what differs in numbers only

    int indexOfLineAt(qsizetype at) const; // in `lines`
};

// Reads a text line by line, so that a log of any size needs little memory. What terminals, Terraform,
// pipelines, loggers, mail programs, JSON, XML and HTML put around the words is taken away: colours, frames,
// time stamps, quotation marks of mails, escapes, entities. What is repeated with other numbers is handed on
// once and counted.
class StatementReader {
public:
    using Take = std::function<void(Statement)>;

    explicit StatementReader(Take take); // called for each statement, in the order of the text

    void addLine(QStringView line);
    void addRestOfLine(QStringView piece); // of a line that came in several pieces
    void finish();

    int timesOf(size_t key) const; // how often the text said it so far

private:
    void addPiece(QStringView piece, int depth = 0);
    void close();

    Take m_take;
    Statement m_open;
    QHash<size_t, int> m_times; // by key
    int m_lines = 0;
};

} // namespace signet
