-- What a person would do in Neovim with a broken file: see the problem, ask what a name means, take the fix, format.
-- Writes what it saw as one JSON object to the file named by RESULT. Works with Neovim from 0.7 on.
local limit = 20000
local seen = {}

local function finish()
  vim.fn.writefile({ vim.fn.json_encode(seen) }, vim.env.RESULT)
  vim.cmd("qall!")
end

local function request(buffer, method, params)
  local answers = vim.lsp.buf_request_sync(buffer, method, params, limit) or {}
  for _, answer in pairs(answers) do
    return answer.result, answer.error
  end
end

local function diagnostics(buffer, wanted)
  vim.wait(limit, function()
    return wanted(#vim.diagnostic.get(buffer))
  end, 20)
  local found = {}
  for _, one in ipairs(vim.diagnostic.get(buffer)) do
    table.insert(found, { line = one.lnum, column = one.col, code = one.code, message = one.message, severity = one.severity })
  end
  return found
end

local function session()
  vim.cmd("edit " .. vim.fn.fnameescape(vim.env.FLOW_FILE))
  local buffer = vim.api.nvim_get_current_buf()
  local root = vim.fn.fnamemodify(vim.env.FLOW_FILE, ":h")
  local id = vim.lsp.start_client({ name = "crossdock", cmd = { vim.env.CROSSDOCK, "lsp" }, root_dir = root, on_exit = function(code)
    seen.exit = code
  end })
  vim.lsp.buf_attach_client(buffer, id)
  vim.wait(limit, function()
    local client = vim.lsp.get_client_by_id(id)
    return client ~= nil and client.initialized == true
  end, 20)
  local client = vim.lsp.get_client_by_id(id)
  seen.encoding = client.offset_encoding
  seen.broken = diagnostics(buffer, function(count) return count > 0 end)

  local function at(line, column)
    vim.api.nvim_win_set_cursor(0, { line, column })
    return vim.lsp.util.make_position_params(0, client.offset_encoding)
  end
  local hover = request(buffer, "textDocument/hover", at(tonumber(vim.env.HOVER_LINE), tonumber(vim.env.HOVER_COLUMN)))
  seen.hover = hover and hover.contents and hover.contents.value

  local place = seen.broken[1]
  at(place.line + 1, place.column)
  local range = vim.lsp.util.make_range_params(0, client.offset_encoding)
  range.context = { diagnostics = {} }
  local actions = request(buffer, "textDocument/codeAction", range) or {}
  seen.action = actions[1] and actions[1].title
  if actions[1] then
    vim.lsp.util.apply_workspace_edit(actions[1].edit, client.offset_encoding)
  end
  seen.mended = diagnostics(buffer, function(count) return count == 0 end)

  if vim.lsp.buf.format then
    vim.lsp.buf.format({ bufnr = buffer, timeout_ms = limit })
  else
    vim.lsp.buf.formatting_sync(nil, limit)
  end
  seen.text = table.concat(vim.api.nvim_buf_get_lines(buffer, 0, -1, true), "\n")

  vim.lsp.stop_client(id)
  vim.wait(limit, function() return seen.exit ~= nil end, 20)
end

local fine, problem = pcall(session)
if not fine then
  seen.error = tostring(problem)
end
finish()
