#pragma once

#include "core/sandbox/server/httpserver.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace signet::sandbox {

inline ServerResponse jsonResponse(int status, const QJsonObject &body)
{
    ServerResponse response;
    response.status = status;
    response.headers = {{"Content-Type", "application/json; charset=utf-8"}};
    response.body = QJsonDocument(body).toJson(QJsonDocument::Compact);
    return response;
}

} // namespace signet::sandbox
