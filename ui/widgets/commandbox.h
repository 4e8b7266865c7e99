#pragma once

#include "ui/widgets/hclhighlighter.h"

#include <QString>
#include <QWidget>

namespace signet {

class CodeView;
class CopyButton;

// Code that is read and copied, never typed: a command, a block, a diff. As high as its lines, up to a
// limit; then it scrolls.
class CommandBox : public QWidget {
    Q_OBJECT

public:
    enum class Wrap { No, Yes };
    // Name: what is in it, for a screen reader and the copy button.
    CommandBox(const QString &name, Wrap wrap, QWidget *parent = nullptr);

    using Language = HclHighlighter::Language;

    const QString &text() const { return m_text; }
    // A unified diff gets a background behind its lines that come and go.
    void setText(const QString &text, Language language = Language::None);
    // Lines at most, before it scrolls.
    void setMaximumLines(int lines);

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    void fit();

    CodeView *m_view;
    CopyButton *m_copy;
    QString m_text;
    int m_maximumLines = 12;
};

} // namespace signet
