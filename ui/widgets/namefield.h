#pragma once

#include <QComboBox>
#include <QPointer>
#include <QTimer>

QT_BEGIN_NAMESPACE
class QModelIndex;
QT_END_NAMESPACE

namespace signet {

class NamePopup;
class PickerModel;

// A field for a name, with the list of those there are below it, or above it where there is more room: read
// on as one scrolls, searched as one types. A name that is not in the list may be typed all the same.
//
// Down, Alt+Down and the arrow open the list, and Down goes on into it; Return takes a name, Escape closes
// the list and nothing else, and a letter goes back to the field.
class NameField : public QComboBox {
    Q_OBJECT

public:
    // The model outlives the field. The list's name is what a screen reader says of it.
    NameField(PickerModel *names, const QString &listName, QWidget *parent = nullptr);
    ~NameField() override;

    bool isOpen() const;

    void showPopup() override;
    void hidePopup() override;
    bool eventFilter(QObject *watched, QEvent *event) override;

protected:
    bool event(QEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    void hideEvent(QHideEvent *event) override;

private:
    void open(const QString &text);
    void enterList();
    void take(const QModelIndex &index);
    void leaveBy(bool forward);
    bool popupKey(QObject *watched, QKeyEvent *event);
    bool isMine(const QObject *object) const;
    void onFocusChanged(const QWidget *now);
    void showState();
    void place();
    QString stateWords() const;

    PickerModel *m_names;
    QString m_listName;
    QPointer<NamePopup> m_popup; // of the window, above everything that is in it
    QTimer m_typing; // until whoever types pauses
};

} // namespace signet
