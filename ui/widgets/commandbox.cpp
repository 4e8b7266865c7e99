#include "ui/widgets/commandbox.h"

#include "ui/theme.h"
#include "ui/widgets/copybutton.h"

#include <QEvent>
#include <QMimeData>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QTextBlock>
#include <QTextBoundaryFinder>
#include <QTextLayout>
#include <QVBoxLayout>

#include <algorithm>
#include <cmath>

namespace signet {

namespace {

constexpr int copyMargin = 28; // room for the copy button beside the text

constexpr QChar joiner(0x2060);

// A line may break at its blanks, and nowhere else: nobody can check an id or an option that is in two
// pieces.
QString heldTogether(const QString &text)
{
    QString held;
    QTextBoundaryFinder finder(QTextBoundaryFinder::Line, text);
    qsizetype begin = 0;
    while (finder.toNextBoundary() > 0) {
        const qsizetype end = finder.position();
        held += QStringView(text).sliced(begin, end - begin);
        const bool isInside = end < text.size() && !text[end - 1].isSpace() && !text[end].isSpace();
        if (isInside)
            held += joiner;
        begin = end;
    }
    held += QStringView(text).sliced(begin);
    return held;
}

// Lines that a text takes when it breaks at its blanks.
int wrappedLines(const QString &text, const QFont &font, int width)
{
    QTextLayout layout(text, font);
    QTextOption option;
    option.setWrapMode(QTextOption::WordWrap);
    layout.setTextOption(option);
    layout.beginLayout();
    int lines = 0;
    for (QTextLine line = layout.createLine(); line.isValid(); line = layout.createLine()) {
        line.setLineWidth(std::max(width, 40));
        ++lines;
    }
    layout.endLayout();
    return std::max(lines, 1);
}

} // namespace

class CodeView : public QPlainTextEdit {
    Q_OBJECT

public:
    explicit CodeView(QWidget *parent)
        : QPlainTextEdit(parent)
        , m_highlighter(document())
    {
        setReadOnly(true);
        setUndoRedoEnabled(false);
        setWordWrapMode(QTextOption::WordWrap);
        setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
        // Tab leaves the box; there is nothing to type in.
        setTabChangesFocus(true);
        document()->setDocumentMargin(theme::gap::tight);
    }

    // Room beside the text, for the copy button.
    void keepRoom() { setViewportMargins(0, 0, copyMargin, 0); }

    void show(const QString &text, HclHighlighter::Language language)
    {
        m_highlighter.setText(text, language);
        setPlainText(lineWrapMode() == NoWrap ? text : heldTogether(text));
        paintLines();
    }

protected:
    // What is selected is copied as it is, not as it is laid out.
    QMimeData *createMimeDataFromSelection() const override
    {
        auto *data = new QMimeData;
        QString text = textCursor().selectedText();
        text.replace(QChar::ParagraphSeparator, u'\n');
        data->setText(text.remove(joiner));
        return data;
    }

    void changeEvent(QEvent *event) override
    {
        QPlainTextEdit::changeEvent(event);
        if (event->type() == QEvent::PaletteChange)
            paintLines();
    }

private:
    // The background of a whole line is the block's; a highlighter reaches only as far as the text does.
    void paintLines()
    {
        m_highlighter.setPalette(palette());
        const theme::Code code = theme::code(palette());
        QTextCursor cursor(document());
        for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
            QTextBlockFormat format;
            const auto kind = m_highlighter.kindOf(block.blockNumber());
            if (kind == HclHighlighter::LineKind::Added)
                format.setBackground(code.added);
            else if (kind == HclHighlighter::LineKind::Removed)
                format.setBackground(code.removed);
            if (block.blockFormat().background() == format.background())
                continue;
            cursor.setPosition(block.position());
            cursor.setBlockFormat(format);
        }
    }

    HclHighlighter m_highlighter;
};

CommandBox::CommandBox(const QString &name, Wrap wrap, QWidget *parent)
    : QWidget(parent)
    , m_view(new CodeView(this))
    , m_copy(new CopyButton(tr("Copy: %1").arg(name), this))
{
    m_view->setAccessibleName(name);
    m_view->setFont(theme::codeFont(font()));
    m_view->setLineWrapMode(wrap == Wrap::Yes ? QPlainTextEdit::WidgetWidth : QPlainTextEdit::NoWrap);
    if (wrap == Wrap::Yes) {
        m_view->keepRoom();
    } else {
        // Long lines go on below the button, and the paper of a line reaches the frame.
        m_copy->setAutoFillBackground(true);
        m_copy->setBackgroundRole(QPalette::Base);
    }
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(m_view);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_copy->setFixedSize(24, 24);
}

void CommandBox::setText(const QString &text, Language language)
{
    if (text == m_text)
        return;
    m_text = text;
    // The last line feed belongs to the file, not to what is read.
    m_view->show(text.endsWith(QLatin1Char('\n')) ? text.chopped(1) : text, language);
    m_copy->setContent(text);
    fit();
}

void CommandBox::setMaximumLines(int lines)
{
    m_maximumLines = lines;
    fit();
}

void CommandBox::resizeEvent(QResizeEvent *event)
{
    QWidget::resizeEvent(event);
    fit();
}

void CommandBox::fit()
{
    const QFontMetricsF metrics(m_view->font());
    const bool wraps = m_view->lineWrapMode() != QPlainTextEdit::NoWrap;
    const int room = width() - 2 * m_view->frameWidth() - (wraps ? copyMargin : 0) - 2 * theme::gap::tight;
    int lines = 0;
    double widest = 0;
    for (QTextBlock block = m_view->document()->begin(); block.isValid(); block = block.next()) {
        lines += wraps ? wrappedLines(block.text(), m_view->font(), room) : 1;
        if (!wraps) {
            widest = std::max(widest, metrics.horizontalAdvance(block.text()));
            continue;
        }
        const QStringList words = block.text().split(u' ');
        for (const QString &word : words)
            widest = std::max(widest, metrics.horizontalAdvance(word));
    }
    int height = int(std::ceil(std::min(lines, m_maximumLines) * metrics.lineSpacing()))
        + 2 * theme::gap::tight + 2 * m_view->frameWidth() + 1;
    const bool scrolls = lines > m_maximumLines;
    if (widest > room - (scrolls ? m_view->verticalScrollBar()->sizeHint().width() : 0))
        height += m_view->horizontalScrollBar()->sizeHint().height();
    // One line more or less must not make a bar come and go.
    m_view->setVerticalScrollBarPolicy(scrolls ? Qt::ScrollBarAlwaysOn : Qt::ScrollBarAlwaysOff);
    if (m_view->height() != height || m_view->maximumHeight() != height)
        m_view->setFixedHeight(height);
    const int bar = scrolls ? m_view->verticalScrollBar()->sizeHint().width() : 0;
    m_copy->move(width() - m_copy->width() - m_view->frameWidth() - 2 - bar, m_view->frameWidth() + 2);
    m_copy->raise();
}

} // namespace signet

#include "commandbox.moc"
