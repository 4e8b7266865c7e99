#include "ui/widgets/namefield.h"

#include "core/session/pickermodel.h"
#include "ui/theme.h"
#include "ui/widgets/texts.h"
#include "ui/words.h"

#include <QAccessible>
#include <QApplication>
#include <QFrame>
#include <QHBoxLayout>
#include <QKeyEvent>
#include <QLabel>
#include <QLineEdit>
#include <QListView>
#include <QPainter>
#include <QPushButton>
#include <QStyledItemDelegate>
#include <QVBoxLayout>

#include <algorithm>
#include <chrono>

using namespace std::chrono_literals;

namespace signet {

namespace {

constexpr int mostLines = 10; // before it scrolls
constexpr int leastWidth = 36; // characters; the field itself may be narrow
constexpr auto pauseOfTyping = 250ms;

// As much room around a name as the items of a menu have.
class RoomyLines : public QStyledItemDelegate {
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QSize sizeHint(const QStyleOptionViewItem &option, const QModelIndex &index) const override
    {
        return QStyledItemDelegate::sizeHint(option, index)
            .grownBy({0, theme::gap::hair, 0, theme::gap::hair});
    }
};

} // namespace

// Names, and one line about them.
class NamePopup : public QFrame {
public:
    explicit NamePopup(const QString &listName, QWidget *parent)
        : QFrame(parent)
        , view(new QListView(this))
        , badge(new StatusBadge(16, this))
        , state(mutedLabel({}, this))
        , retry(new QPushButton(QCoreApplication::translate("signet::NameField", "Try again"), this))
    {
        view->setAccessibleName(listName);
        view->setFrameShape(QFrame::NoFrame);
        view->setUniformItemSizes(true);
        view->setEditTriggers(QAbstractItemView::NoEditTriggers);
        view->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
        view->setTextElideMode(Qt::ElideMiddle);
        view->setItemDelegate(new RoomyLines(view));
        view->setMinimumHeight(1); // without names, the line below them needs all the room
        retry->setAutoDefault(false);
        state->setTextInteractionFlags(Qt::NoTextInteraction);
        foot = new QWidget(this);
        auto *line = new QHBoxLayout(foot);
        line->setContentsMargins(theme::gap::hair, theme::gap::hair, theme::gap::hair, theme::gap::hair);
        line->setSpacing(theme::gap::tight);
        line->addWidget(badge, 0, Qt::AlignVCenter);
        line->addWidget(state, 1);
        line->addWidget(retry, 0, Qt::AlignVCenter);
        auto *layout = new QVBoxLayout(this);
        layout->setContentsMargins(margin, margin, margin, margin);
        layout->setSpacing(0);
        layout->addWidget(view, 1);
        layout->addWidget(foot);
        setVisible(false);
    }

    int heightFor(int rows, int width) const
    {
        const int lines = std::min(rows, mostLines);
        const int ofFoot =
            foot->isHidden() ? 0 : foot->layout()->totalHeightForWidth(std::max(1, width - 2 * margin));
        return 2 * margin + lines * view->sizeHintForRow(0) + ofFoot;
    }

    QListView *view;
    StatusBadge *badge;
    QLabel *state;
    QPushButton *retry;
    QWidget *foot;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.setPen(QPen(theme::border(palette()), 1));
        painter.setBrush(palette().color(QPalette::Base));
        painter.drawRect(rect().adjusted(0, 0, -1, -1));
    }

private:
    static constexpr int margin = theme::gap::hair;
};

NameField::NameField(PickerModel *names, const QString &listName, QWidget *parent)
    : QComboBox(parent)
    , m_names(names)
    , m_listName(listName)
    , m_typing(this)
{
    setEditable(true);
    setInsertPolicy(QComboBox::NoInsert);
    setCompleter(nullptr);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    m_typing.setSingleShot(true);
    m_typing.setInterval(pauseOfTyping);
    connect(lineEdit(), &QLineEdit::textEdited, this, [this] { m_typing.start(); });
    connect(lineEdit(), &QLineEdit::returnPressed, this, &NameField::hidePopup);
    connect(&m_typing, &QTimer::timeout, this, [this] {
        if (m_names->canAsk())
            open(currentText());
    });
    connect(m_names, &PickerModel::stateChanged, this, &NameField::showState);
    connect(m_names, &PickerModel::rowsInserted, this, &NameField::place);
    connect(m_names, &PickerModel::modelReset, this, &NameField::place);
    connect(qApp, &QApplication::focusChanged, this,
            [this](QWidget *, const QWidget *now) { onFocusChanged(now); });
}

NameField::~NameField()
{
    // With the list goes the focus that may be in it.
    disconnect(qApp, nullptr, this, nullptr);
    delete m_popup;
}

bool NameField::isOpen() const
{
    return m_popup && m_popup->isVisible();
}

void NameField::showPopup()
{
    if (isOpen()) {
        hidePopup();
        return;
    }
    // A name that was taken is no search: whoever opens the list again looks for another.
    open(lineEdit()->isModified() ? currentText() : QString());
}

void NameField::open(const QString &text)
{
    m_typing.stop();
    m_names->search(text);
    if (isOpen())
        return;
    if (!m_popup) {
        m_popup = new NamePopup(m_listName, window());
        for (QWidget *part : {static_cast<QWidget *>(m_popup->view), static_cast<QWidget *>(m_popup->retry)})
            part->installEventFilter(this);
        connect(m_popup->view, &QListView::clicked, this, &NameField::take);
        connect(m_popup->retry, &QPushButton::clicked, this, [this] {
            setFocus();
            m_names->tryAgain();
        });
    }
    // Only while it is looked at: a list reads on by itself until it is full.
    m_popup->view->setModel(m_names);
    showState();
    m_popup->raise();
    m_popup->show();
    qApp->installEventFilter(this);
    setFocus();
}

void NameField::hidePopup()
{
    m_typing.stop();
    if (!isOpen())
        return;
    qApp->removeEventFilter(this);
    m_names->rest();
    if (m_popup->isAncestorOf(QApplication::focusWidget()))
        setFocus();
    m_popup->hide();
    m_popup->view->setModel(nullptr);
}

void NameField::enterList()
{
    if (m_names->rowCount() > 0) {
        if (!m_popup->view->currentIndex().isValid())
            m_popup->view->setCurrentIndex(m_names->index(0));
        m_popup->view->setFocus(Qt::TabFocusReason);
    } else if (m_popup->retry->isVisible()) {
        m_popup->retry->setFocus(Qt::TabFocusReason);
    }
}

void NameField::take(const QModelIndex &index)
{
    const QString name = index.data().toString();
    if (name.isEmpty())
        return;
    hidePopup();
    setEditText(name);
}

void NameField::leaveBy(bool forward)
{
    hidePopup();
    focusNextPrevChild(forward);
}

bool NameField::event(QEvent *event)
{
    // Escape belongs to the list as long as it is open.
    if (event->type() == QEvent::ShortcutOverride && isOpen()
        && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
        event->accept();
        return true;
    }
    return QComboBox::event(event);
}

void NameField::keyPressEvent(QKeyEvent *event)
{
    const bool isPlain = event->modifiers() == Qt::NoModifier || event->modifiers() == Qt::KeypadModifier;
    if (event->key() == Qt::Key_Down && isPlain) {
        if (isOpen())
            enterList();
        else
            showPopup();
        return;
    }
    if (event->key() == Qt::Key_Escape && isOpen()) {
        hidePopup();
        return;
    }
    QComboBox::keyPressEvent(event);
}

void NameField::hideEvent(QHideEvent *event)
{
    hidePopup();
    QComboBox::hideEvent(event);
}

bool NameField::isMine(const QObject *object) const
{
    for (; object; object = object->parent()) {
        if (object == this || object == m_popup)
            return true;
    }
    return false;
}

void NameField::onFocusChanged(const QWidget *now)
{
    if (isOpen() && !isMine(now))
        hidePopup();
}

bool NameField::popupKey(QObject *watched, QKeyEvent *event)
{
    const bool isInList = watched == m_popup->view;
    switch (event->key()) {
    case Qt::Key_Escape:
        hidePopup();
        return true;
    case Qt::Key_Tab:
        if (isInList && m_popup->retry->isVisible())
            m_popup->retry->setFocus(Qt::TabFocusReason);
        else
            leaveBy(true);
        return true;
    case Qt::Key_Backtab:
        if (!isInList && m_names->rowCount() > 0)
            m_popup->view->setFocus(Qt::BacktabFocusReason);
        else
            setFocus(Qt::BacktabFocusReason);
        return true;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (isInList)
            take(m_popup->view->currentIndex());
        else
            m_popup->retry->click();
        return true;
    case Qt::Key_Up:
        if (isInList && m_popup->view->currentIndex().row() > 0)
            return false;
        setFocus();
        return true;
    default:
        break;
    }
    const bool isTyped = event->key() == Qt::Key_Backspace
        || (isInList && !event->text().isEmpty() && event->text().front().isPrint());
    if (!isTyped)
        return false;
    setFocus();
    keyPressEvent(event);
    return true;
}

bool NameField::eventFilter(QObject *watched, QEvent *event)
{
    if (!isOpen())
        return QComboBox::eventFilter(watched, event);
    switch (event->type()) {
    case QEvent::ShortcutOverride:
        if (isMine(watched) && static_cast<QKeyEvent *>(event)->key() == Qt::Key_Escape) {
            event->accept();
            return true;
        }
        break;
    case QEvent::KeyPress:
        if (watched == m_popup->view || watched == m_popup->retry)
            return popupKey(watched, static_cast<QKeyEvent *>(event));
        break;
    case QEvent::MouseButtonPress:
    case QEvent::Wheel:
        if (watched->isWidgetType() && !isMine(watched))
            hidePopup();
        break;
    case QEvent::Resize:
    case QEvent::Move:
        if (watched == this || watched == window())
            place();
        break;
    default:
        break;
    }
    return QComboBox::eventFilter(watched, event);
}

QString NameField::stateWords() const
{
    using State = PickerModel::State;
    switch (m_names->state()) {
    case State::Idle:
        return tr("Sign in to see the existing names. You can also type a name.");
    case State::Loading:
        return tr("Loading…");
    case State::More:
        return {};
    case State::Complete:
        if (m_names->rowCount() > 0)
            return {};
        return m_names->text().isEmpty() ? tr("There are none that you can see. You can also type a name.")
                                         : tr("No match. You can also type another name.");
    case State::Cut:
        return m_names->rowCount() >= PickerModel::mostRows
            ? tr("There are more than %1. Type to narrow them down.").arg(PickerModel::mostRows)
            : tr("There may be more. Type more of the name.");
    case State::Failed:
        return describe(*m_names->problem()).title;
    }
    Q_UNREACHABLE();
}

void NameField::showState()
{
    if (!m_popup || !m_popup->view->model())
        return;
    const QString words = stateWords();
    const bool failed = m_names->state() == PickerModel::State::Failed;
    const bool isNews = m_popup->state->text() != words;
    m_popup->state->setText(words);
    m_popup->view->setAccessibleDescription(words);
    m_popup->badge->setBadge(badgeOf(theme::Tone::Blocker), theme::Tone::Blocker,
                             wordOf(theme::Tone::Blocker));
    m_popup->badge->setVisible(failed);
    m_popup->retry->setVisible(failed);
    m_popup->foot->setVisible(!words.isEmpty());
    place();
    if (isNews && !words.isEmpty() && m_names->state() != PickerModel::State::Loading) {
        QAccessibleEvent alert(m_popup->state, QAccessible::Alert);
        QAccessible::updateAccessibility(&alert);
    }
}

void NameField::place()
{
    if (!m_popup || !m_popup->view->model())
        return;
    const QWidget *top = window();
    const QRect field(mapTo(top, QPoint()), size());
    const int below = top->height() - field.bottom() - 2 * theme::gap::hair;
    const int above = field.top() - 2 * theme::gap::hair;
    const int width = std::clamp(leastWidth * fontMetrics().averageCharWidth(), field.width(),
                                 std::max(field.width(), top->width() - field.left() - theme::gap::tight));
    int wanted = m_popup->heightFor(m_names->rowCount(), width);
    // As long as the answer is under way, the list keeps its place and does not flicker.
    if (m_names->state() == PickerModel::State::Loading && m_popup->isVisible())
        wanted = std::max(wanted, m_popup->height());
    const bool upwards = wanted > below && above > below;
    const int height = std::min(wanted, upwards ? above : below);
    m_popup->setGeometry(field.left(),
                         upwards ? field.top() - theme::gap::hair - height
                                 : field.bottom() + 1 + theme::gap::hair,
                         width, height);
}

} // namespace signet
