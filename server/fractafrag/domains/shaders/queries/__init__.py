"""All SQL of works: `shown` is what people see, `stored` what services read and write."""
