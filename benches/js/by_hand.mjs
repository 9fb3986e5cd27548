// The mappings as a JavaScript programmer writes them: money in binary floating point.

const priorities = { "Express Shipping": 1, "Overnight": 0, "Standard Shipping": 5, "Economy": 9, "Freight": 7 };
const carriers = { "Express Shipping": "DHL_EXP", "Overnight": "FDX_ON", "Standard Shipping": "UPS_STD", "Economy": "USPS_ECO", "Freight": "LTL" };
const payments = { paid: "10", pending: "20", refunded: "30", partially_paid: "15" };
const units = { each: "EA", case: "CS", box: "BX", pallet: "PL" };
const states = { complete: "C", short: "S", none: "X" };

const day = (timestamp) => timestamp.slice(0, 4) + timestamp.slice(5, 7) + timestamp.slice(8, 10);
const tidy = (entered) => entered.trim().toUpperCase();

export function pick(message) {
  const { event_id, order, warehouse, timestamp, operator, lines } = JSON.parse(message);
  let quantity = 0;
  let short = 0;
  for (const line of lines) {
    quantity += line.picked;
    short += line.ordered - line.picked;
  }
  return JSON.stringify({
    message_type: "PICK_CONF", event_id, order_no: order.number, warehouse: warehouse.code, confirm_date: day(timestamp), operator: tidy(operator.name),
    lines: lines.map((line) => ({
      line_no: line.line, sku: line.sku, qty: line.picked, short_qty: line.ordered - line.picked, uom: units[line.uom] ?? "EA", lot: line.lot ?? "",
      status: states[line.status] ?? "?",
    })),
    total_qty: quantity, total_short: short, complete: short === 0,
  });
}

export function order(message) {
  const order = JSON.parse(message);
  const items = order.line_items.filter((item) => item.requires_shipping);
  const service = order.shipping_lines[0]?.code;
  const to = order.shipping_address;
  let quantity = 0;
  let total = 0;
  for (const item of items) {
    quantity += item.quantity;
    total += Number(item.price) * item.quantity;
  }
  return JSON.stringify({
    message_type: "ORDER_RELEASE", source: "SHOPIFY", order_no: order.name.slice(1), external_id: String(order.id), order_date: day(order.created_at),
    requested_date: day(order.processed_at), currency: order.currency, customer_no: String(order.customer.id), email: order.email.trim().toLowerCase(),
    priority: priorities[service] ?? 5, carrier: carriers[service] ?? "BEST", payment_status: payments[order.financial_status] ?? "99",
    hold: order.financial_status !== "paid", gift_message: order.note ?? "",
    ship_to: {
      name: tidy(to.name), street1: tidy(to.address1), street2: to.address2 ? tidy(to.address2) : "", city: tidy(to.city), zip: to.zip.trim(),
      region: to.province_code, country: to.country_code, phone: to.phone ?? "",
    },
    lines: items.map((item, at) => ({
      line_no: at + 1, sku: item.sku, description: item.title, qty: item.quantity, uom: units[item.unit_of_measure] ?? "EA",
      unit_price: Number(item.price).toFixed(2), line_total: (Number(item.price) * item.quantity).toFixed(2), weight_g: item.grams * item.quantity,
      tax_code: item.taxable ? "V" : "N",
    })),
    line_count: items.length, total_qty: quantity, order_total: total.toFixed(2),
  });
}
