#include "ui/style.h"

#include "ui/theme.h"

#include <QGuiApplication>
#include <QPainter>
#include <QPainterPath>
#include <QStyleFactory>
#include <QStyleOption>
#include <QWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace signet {

namespace {

QRectF crisp(const QRect &rect)
{
    return QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5);
}

void drawPanel(QPainter *painter, const QRect &rect, const QColor &fill, const QColor &line,
               double radius = theme::cornerRadius)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(line.isValid() ? QPen(line, 1) : QPen(Qt::NoPen));
    painter->setBrush(fill.isValid() ? QBrush(fill) : QBrush(Qt::NoBrush));
    painter->drawRoundedRect(crisp(rect), radius, radius);
    painter->restore();
}

void drawRing(QPainter *painter, const QRect &rect, const QColor &colour)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 2));
    painter->setBrush(Qt::NoBrush);
    painter->drawRoundedRect(QRectF(rect).adjusted(1, 1, -1, -1), theme::cornerRadius, theme::cornerRadius);
    painter->restore();
}

QColor blended(const QColor &over, const QColor &under, double share)
{
    return QColor::fromRgbF(float(over.redF() * share + under.redF() * (1 - share)),
                            float(over.greenF() * share + under.greenF() * (1 - share)),
                            float(over.blueF() * share + under.blueF() * (1 - share)));
}

// The surface of a button: as given, a little nearer to the text under the pointer, more when pressed.
QColor surface(const QStyleOption *option)
{
    const QColor button = option->palette.color(QPalette::Button);
    const QColor text = option->palette.color(QPalette::ButtonText);
    if (!option->state.testFlag(QStyle::State_Enabled))
        return option->palette.color(QPalette::Window);
    if (option->state.testAnyFlags(QStyle::State_Sunken | QStyle::State_On))
        return blended(text, button, 0.16);
    if (option->state.testFlag(QStyle::State_MouseOver))
        return blended(text, button, 0.07);
    return button;
}

// A surface in the accent color is its own frame.
QColor frame(const QStyleOption *option)
{
    if (!option->state.testFlag(QStyle::State_Enabled))
        return theme::hairline(option->palette);
    if (option->palette.color(QPalette::Button) == theme::accent(option->palette).paper)
        return theme::accent(option->palette).paper;
    return theme::border(option->palette);
}

// A scroll bar without arrows: nothing but its slider in the groove.
QRect scrollBarPart(const QStyleOptionSlider &bar, QStyle::SubControl part)
{
    const bool upright = bar.orientation == Qt::Vertical;
    const int length = upright ? bar.rect.height() : bar.rect.width();
    const qint64 range = qint64(bar.maximum) - bar.minimum;
    const qint64 whole = range + bar.pageStep;
    const int slider = whole > 0
        ? std::clamp(int(length * qint64(bar.pageStep) / whole), std::min(32, length), length)
        : length;
    const int start = QStyle::sliderPositionFromValue(bar.minimum, bar.maximum, bar.sliderPosition,
                                                      length - slider, bar.upsideDown);
    const auto piece = [&](int from, int to) {
        return upright ? QRect(bar.rect.x(), bar.rect.y() + from, bar.rect.width(), to - from)
                       : QRect(bar.rect.x() + from, bar.rect.y(), to - from, bar.rect.height());
    };
    switch (part) {
    case QStyle::SC_ScrollBarGroove:
        return bar.rect;
    case QStyle::SC_ScrollBarSlider:
        return piece(start, start + slider);
    case QStyle::SC_ScrollBarSubPage:
        return piece(0, start);
    case QStyle::SC_ScrollBarAddPage:
        return piece(start + slider, length);
    default:
        return {};
    }
}

void drawChevron(QPainter *painter, const QRect &rect, const QColor &colour, bool down)
{
    painter->save();
    painter->setRenderHint(QPainter::Antialiasing);
    painter->setPen(QPen(colour, 1.5, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    const QPointF c = QRectF(rect).center();
    QPainterPath path;
    if (down) {
        path.moveTo(c + QPointF(-4, -2));
        path.lineTo(c + QPointF(0, 2));
        path.lineTo(c + QPointF(4, -2));
    } else {
        path.moveTo(c + QPointF(-2, -4));
        path.lineTo(c + QPointF(2, 0));
        path.lineTo(c + QPointF(-2, 4));
    }
    painter->drawPath(path);
    painter->restore();
}

} // namespace

Style::Style()
    : QProxyStyle(QStyleFactory::create(u"Fusion"_s))
{
}

void Style::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                          const QWidget *widget) const
{
    const QStyle::State state = option->state;
    const bool focus = state.testFlag(State_HasFocus);
    const bool keyboard = state.testFlag(State_KeyboardFocusChange);
    const QColor ring = theme::accentInk(option->palette);
    switch (element) {
    case PE_PanelButtonCommand: {
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        const bool flat = button && button->features.testFlag(QStyleOptionButton::Flat);
        if (flat && !state.testAnyFlags(State_MouseOver | State_Sunken | State_On))
            return;
        drawPanel(painter, option->rect, surface(option), flat ? QColor() : frame(option));
        return;
    }
    case PE_FrameButtonBevel:
    case PE_FrameDefaultButton:
        return;
    case PE_PanelButtonTool:
        if (state.testFlag(State_AutoRaise) && !state.testAnyFlags(State_MouseOver | State_Sunken | State_On))
            return;
        drawPanel(painter, option->rect, surface(option),
                  state.testFlag(State_AutoRaise) ? QColor() : frame(option));
        return;
    case PE_PanelStatusBar:
        painter->fillRect(option->rect.x(), option->rect.y(), option->rect.width(), 1,
                          theme::hairline(option->palette));
        return;
    case PE_FrameStatusBarItem:
        return;
    case PE_FrameFocusRect:
        if (keyboard)
            drawRing(painter, option->rect, ring);
        return;
    case PE_PanelLineEdit: {
        const auto *panel = qstyleoption_cast<const QStyleOptionFrame *>(option);
        if (!panel || panel->lineWidth <= 0) { // inside of another control
            painter->fillRect(option->rect, option->palette.color(QPalette::Base));
            return;
        }
        if (!state.testFlag(State_Enabled)) {
            drawPanel(painter, option->rect, option->palette.color(QPalette::Window),
                      theme::hairline(option->palette));
            return;
        }
        drawPanel(painter, option->rect, option->palette.color(QPalette::Base),
                  theme::border(option->palette));
        if (focus)
            drawRing(painter, option->rect, ring);
        return;
    }
    case PE_FrameLineEdit:
        return;
    case PE_Frame: {
        // Rounded so little that the square content does not cover the corners.
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(focus && keyboard ? QPen(ring, 2) : QPen(theme::hairline(option->palette), 1));
        painter->setBrush(option->palette.color(QPalette::Base));
        const double inset = focus && keyboard ? 1 : 0.5;
        painter->drawRoundedRect(QRectF(option->rect).adjusted(inset, inset, -inset, -inset), 3, 3);
        painter->restore();
        return;
    }
    case PE_IndicatorCheckBox: {
        const bool on = state.testFlag(State_On);
        const theme::Pair accent = theme::accent(option->palette);
        drawPanel(painter, option->rect, on ? accent.paper : option->palette.color(QPalette::Base),
                  on ? accent.paper : theme::border(option->palette), 3);
        if (on) {
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(QPen(accent.ink, 2, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
            const QRectF r = option->rect;
            painter->drawPolyline(
                QPolygonF{{QPointF(r.left() + r.width() * 0.25, r.top() + r.height() * 0.52),
                           QPointF(r.left() + r.width() * 0.43, r.top() + r.height() * 0.70),
                           QPointF(r.left() + r.width() * 0.76, r.top() + r.height() * 0.32)}});
            painter->restore();
        }
        return;
    }
    case PE_IndicatorRadioButton: {
        const bool on = state.testFlag(State_On);
        painter->save();
        painter->setRenderHint(QPainter::Antialiasing);
        painter->setPen(QPen(on ? ring : theme::border(option->palette), on ? 2 : 1));
        painter->setBrush(option->palette.color(QPalette::Base));
        painter->drawEllipse(QRectF(option->rect).adjusted(1, 1, -1, -1));
        if (on) {
            painter->setPen(Qt::NoPen);
            painter->setBrush(ring);
            const double inset = option->rect.width() * 0.3;
            painter->drawEllipse(QRectF(option->rect).adjusted(inset, inset, -inset, -inset));
        }
        painter->restore();
        return;
    }
    case PE_IndicatorBranch:
        if (state.testFlag(State_Children)) {
            const bool selected = state.testFlag(State_Selected);
            drawChevron(painter, option->rect,
                        selected ? option->palette.color(QPalette::HighlightedText)
                                 : theme::muted(option->palette),
                        state.testFlag(State_Open));
        }
        return;
    default:
        QProxyStyle::drawPrimitive(element, option, painter, widget);
    }
}

void Style::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                        const QWidget *widget) const
{
    if (element == CE_PushButton) {
        // The base draws the ring inside of the label; ours goes around the button.
        const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option);
        if (button) {
            QStyleOptionButton plain = *button;
            plain.state.setFlag(State_HasFocus, false);
            plain.features.setFlag(QStyleOptionButton::DefaultButton, false);
            QProxyStyle::drawControl(element, &plain, painter, widget);
            if (option->state.testFlag(State_HasFocus) && option->state.testFlag(State_KeyboardFocusChange)) {
                const bool filled =
                    button->palette.color(QPalette::Button) == theme::accent(button->palette).paper;
                if (filled)
                    drawRing(painter, option->rect.adjusted(2, 2, -2, -2),
                             theme::accent(button->palette).ink);
                else
                    drawRing(painter, option->rect, theme::accentInk(button->palette));
            }
            return;
        }
    }
    if (element == CE_ComboBoxLabel) {
        // A text that is too long ends in "…" instead of in the middle of a letter.
        if (const auto *box = qstyleoption_cast<const QStyleOptionComboBox *>(option)) {
            QStyleOptionComboBox shown = *box;
            const QRect field = proxy()->subControlRect(CC_ComboBox, box, SC_ComboBoxEditField, widget);
            const int room = field.width() - (box->currentIcon.isNull() ? 2 : box->iconSize.width() + 6);
            shown.currentText = box->fontMetrics.elidedText(box->currentText, Qt::ElideRight, room);
            QProxyStyle::drawControl(element, &shown, painter, widget);
            return;
        }
    }
    if (element == CE_Splitter)
        return;
    QProxyStyle::drawControl(element, option, painter, widget);
}

void Style::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                               const QWidget *widget) const
{
    if (control == CC_ComboBox) {
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        if (combo) {
            const bool isField = combo->editable && option->state.testFlag(State_Enabled);
            drawPanel(painter, option->rect,
                      isField ? option->palette.color(QPalette::Base) : surface(option), frame(option));
            if (option->state.testFlag(State_HasFocus) && option->state.testFlag(State_KeyboardFocusChange))
                drawRing(painter, option->rect, theme::accentInk(option->palette));
            const QRect arrow = proxy()->subControlRect(CC_ComboBox, option, SC_ComboBoxArrow, widget);
            drawChevron(painter, arrow, option->palette.color(QPalette::ButtonText), true);
            return;
        }
    }
    if (control == CC_ScrollBar) {
        const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (bar && bar->maximum > bar->minimum) {
            const QRect slider = proxy()->subControlRect(CC_ScrollBar, option, SC_ScrollBarSlider, widget);
            painter->save();
            painter->setRenderHint(QPainter::Antialiasing);
            painter->setPen(Qt::NoPen);
            painter->setBrush(bar->activeSubControls.testFlag(SC_ScrollBarSlider)
                                  ? theme::muted(option->palette)
                                  : theme::border(option->palette));
            painter->drawRoundedRect(QRectF(slider).adjusted(4, 3, -4, -3), 2, 2);
            painter->restore();
        }
        return;
    }
    if (control == CC_ToolButton) {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        if (button) {
            QStyleOptionToolButton plain = *button;
            plain.state.setFlag(State_HasFocus, false);
            QProxyStyle::drawComplexControl(control, &plain, painter, widget);
            if (option->state.testFlag(State_HasFocus) && option->state.testFlag(State_KeyboardFocusChange))
                drawRing(painter, option->rect, theme::accentInk(option->palette));
            return;
        }
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

QRect Style::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    if (element == SE_LineEditContents)
        return rect.adjusted(theme::gap::hair + 2, 0, -theme::gap::hair, 0);
    return rect;
}

QRect Style::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl part,
                            const QWidget *widget) const
{
    if (const auto *bar = qstyleoption_cast<const QStyleOptionSlider *>(option);
        bar && control == CC_ScrollBar)
        return scrollBarPart(*bar, part);
    const QRect rect = QProxyStyle::subControlRect(control, option, part, widget);
    if (control == CC_ComboBox && part == SC_ComboBoxEditField) {
        const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option);
        // A field that is typed into has a paper of its own, which must not cover the frame.
        const int frame = combo && combo->editable ? 2 : 0;
        return rect.adjusted(theme::gap::hair, frame, 0, -frame);
    }
    return rect;
}

int Style::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_CheckBoxLabelSpacing:
    case PM_RadioButtonLabelSpacing:
        return theme::gap::tight;
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_ScrollBarExtent:
        return theme::gap::normal;
    case PM_ScrollView_ScrollBarSpacing:
        return 0;
    case PM_DefaultFrameWidth:
        return 2;
    case PM_SplitterWidth:
        return theme::gap::wide;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
        return 16;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

QSize Style::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                              const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    // Fields and buttons that stand in one row are equally high, whatever font they have.
    const int height = QFontMetrics(QGuiApplication::font()).height() + 2 * theme::gap::tight;
    switch (type) {
    case CT_PushButton:
        result.rwidth() += theme::gap::normal;
        result.setHeight(height);
        return result;
    case CT_LineEdit:
    case CT_ComboBox:
        result.rwidth() += theme::gap::tight;
        result.setHeight(height);
        return result;
    case CT_ToolButton: {
        const auto *button = qstyleoption_cast<const QStyleOptionToolButton *>(option);
        if (button && !button->text.isEmpty() && !button->state.testFlag(State_AutoRaise)) {
            result.rwidth() += theme::gap::tight;
            result.setHeight(height);
        }
        return result;
    }
    case CT_ItemViewItem:
        result.rheight() += 2;
        return result;
    default:
        return result;
    }
}

int Style::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                     QStyleHintReturn *returned) const
{
    switch (hint) {
    case SH_UnderlineShortcut:
        return 1;
    case SH_Menu_Mask:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    case SH_ItemView_ArrowKeysNavigateIntoChildren:
        return 1;
    default:
        return QProxyStyle::styleHint(hint, option, widget, returned);
    }
}

} // namespace signet
