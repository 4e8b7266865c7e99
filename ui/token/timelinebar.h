#pragma once

#include "core/report/tokendocument.h"

#include <QWidget>

namespace signet {

// The life of a token from left to right: issued, now by both clocks, expires. What has passed is filled; a
// clock that is outside of it stands beyond the end, which is then not true to scale.
class TimelineBar : public QWidget {
    Q_OBJECT

public:
    explicit TimelineBar(QWidget *parent = nullptr);

    void setDocument(const TokenDocument &document);

    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    // From 0 to 1 between the two ends of the token; a little less or more outside of them.
    double place(qint64 at) const;

    TokenDocument::State m_state = TokenDocument::State::Opaque;
    QList<TokenDocument::Mark> m_marks;
    qint64 m_begin = 0;
    qint64 m_end = 0;
};

} // namespace signet
