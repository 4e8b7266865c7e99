#pragma once

#include <QList>
#include <QPalette>
#include <QSyntaxHighlighter>

namespace signet {

// Colors HCL, or a unified diff of HCL, in a document that is set whole and never typed into.
class HclHighlighter : public QSyntaxHighlighter {
    Q_OBJECT

public:
    enum class Language { None, Hcl, HclDiff };

    explicit HclHighlighter(QTextDocument *document);

    // What the document holds; call it before the text is set.
    void setText(const QString &text, Language language);
    // The colors follow from it.
    void setPalette(const QPalette &palette);

    // What a line of a diff does.
    enum class LineKind { Same, Added, Removed, Heading };
    // Of the line with that number, from 0.
    LineKind kindOf(int line) const;

protected:
    void highlightBlock(const QString &text) override;

private:
    enum class Mark { Keyword, String, Constant, Comment };
    struct Span {
        int begin = 0; // characters of the line
        int length = 0;
        Mark mark = Mark::Keyword;
    };
    struct Line {
        LineKind kind = LineKind::Same;
        QList<Span> spans;
    };
    // A line of the document that belongs to a piece of HCL, without the sign before it.
    struct Piece {
        int line = 0;
        int offset = 0; // of its first character
        QString text;
    };
    void mark(const QList<Piece> &pieces);
    QTextCharFormat format(Mark mark) const;

    QList<Line> m_lines;
    QPalette m_palette;
};

} // namespace signet
